using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Add-VethToBridge: makes veth ends, or other interfaces, ports of a bridge.</summary>
[Cmdlet(VerbsCommon.Add, "VethToBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetInterface))]
public sealed class AddVethToBridgeCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference Bridge { get; set; } = null!;

    /// <summary>Pairs, interfaces or names. Of a pair it is the end that lives where the bridge does.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Interface", "Name")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

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
                var session = SessionFor(Bridge, Namespace);
                var port = PortOf(veth, session.Handle.Inode, session.Description);
                var plan = BridgeOperations.PlanAddPort(session, Bridge.Name, port);
                if (plan.IsEmpty)
                    WriteVerbose($"'{port}' is a port of {Bridge.Name} already.");
                else if (!Perform(plan, $"Add to bridge {Bridge.Name}", port))
                    return;
                if (PassThru)
                    WriteObject(InterfaceReader.Read(session, port));
            });
        }
    }

    /// <summary>
    /// The name of the interface in the bridge's namespace: of a pair the end that lives there; where both do, the one without an address,
    /// else the peer.
    /// </summary>
    private static string PortOf(InterfaceReference veth, ulong inode, string place)
    {
        switch (veth.Object)
        {
            case null:
                return veth.Name;
            case VethPair pair when pair.NamespaceId.Inode == inode && pair.PeerNamespaceId.Inode == inode:
                return pair.Peer is { IPAddress.Count: > 0 } && pair.IPAddress.Count == 0 ? pair.Name : pair.PeerName;
            case VethPair pair when pair.PeerNamespaceId.Inode == inode:
                return pair.PeerName;
            case var item when item.NamespaceId.Inode == inode:
                return veth.Name;
            default:
                throw new NetworkException(
                    NetworkError.NamespaceMismatch, $"No end of '{veth.Object}' lives in {place}, where the bridge is.", veth.Object,
                    "A bridge's ports live in its namespace: make the pair with its other end there, or move an end with Set-NetInterface.");
        }
    }
}
