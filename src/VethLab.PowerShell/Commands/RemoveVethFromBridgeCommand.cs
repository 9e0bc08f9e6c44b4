using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-VethFromBridge: takes interfaces out of their bridge.</summary>
[Cmdlet(VerbsCommon.Remove, "VethFromBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetInterface))]
public sealed class RemoveVethFromBridgeCommand : NetCmdlet
{
    /// <summary>Pairs, interfaces or names. Of a pair it is the end that is in a bridge.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

    /// <summary>Only out of this bridge; an error where it is not in it.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference? Bridge { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var veth in InterfaceAlias)
        {
            ForEachObject(() =>
            {
                var (session, port) = PortOf(veth);
                // An interface that is piped in brings the bridge along that it was in when it was read.
                var bridge = veth.Object is not null && !IsTyped(nameof(Bridge)) ? null : Bridge;
                if (!Perform(BridgeOperations.PlanRemovePort(session, port, bridge is { Name.Length: > 0 } ? bridge.Name : null), "Remove from its bridge", port))
                    return;
                if (PassThru)
                    WriteObject(InterfaceReader.Read(session, port));
            });
        }
    }

    /// <summary>Of a pair the end that is in a bridge now: its snapshot may be older than that.</summary>
    private (NamespaceSession Session, string Name) PortOf(InterfaceReference veth)
    {
        if (veth.Object is VethPair { Peer: { } peer } && IsPort(SessionFor(peer, null), peer.Name))
            return (SessionFor(peer, null), peer.Name);
        if (veth.Peer is { } other && IsPort(SessionFor(other.Place), other.Name))
            return (SessionFor(other.Place), other.Name);
        return (SessionFor(veth, Namespace), veth.Name);
    }

    private static bool IsPort(NamespaceSession session, string name) => InterfaceReader.Read(session, name).Bridge is not null;
}
