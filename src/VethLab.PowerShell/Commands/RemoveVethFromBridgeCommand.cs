using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Remove-VethFromBridge: takes interfaces out of their bridge.</summary>
[Cmdlet(VerbsCommon.Remove, "VethFromBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetInterface))]
public sealed class RemoveVethFromBridgeCommand : NetCmdlet
{
    /// <summary>Pairs, interfaces or names. Of a pair it is the end that is in a bridge.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Interface", "Name")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

    /// <summary>Only out of this bridge; an error where it is not in it.</summary>
    [Parameter(Position = 1)]
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
                var end = veth.Object is VethPair pair ? new InterfaceReference(PortOf(pair)) : veth;
                var session = SessionFor(end, Namespace);
                if (!Perform(BridgeOperations.PlanRemovePort(session, end.Name, Bridge?.Name), "Remove from its bridge", end.Name))
                    return;
                if (PassThru)
                    WriteObject(InterfaceReader.Read(session, end.Name));
            });
        }
    }

    /// <summary>The end that is in a bridge now: the pair's snapshot may be older than that.</summary>
    private NetInterface PortOf(VethPair pair)
    {
        if (pair.Peer is { } peer && InterfaceReader.Read(SessionFor(peer, null), peer.Name) is { Bridge: not null } port)
            return port;
        return pair.Interface;
    }
}
