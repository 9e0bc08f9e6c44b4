using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Add-VethToBridge: makes veth ends, or other interfaces, ports of a bridge.</summary>
[Cmdlet(VerbsCommon.Add, "VethToBridge", SupportsShouldProcess = true)]
[OutputType(typeof(NetInterface))]
public sealed class AddVethToBridgeCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public InterfaceReference Bridge { get; set; } = null!;

    /// <summary>Pairs, interfaces or names. Of a pair it is the end that lives where the bridge does.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceReference[] InterfaceAlias { get; set; } = [];

    /// <summary>Where the bridge is. Not taken from the pipeline: the namespace of a pair there is its first end's.</summary>
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
                var session = SessionOfBridge(veth);
                var port = PortOf(veth, session);
                var plan = BridgeOperations.PlanAddPort(session, Bridge.Name, port);
                if (plan.IsEmpty)
                    WriteVerbose($"'{port}' is a port of {Bridge.Name} already.");
                else if (!Perform(plan, $"Add to bridge {Bridge.Name}", port))
                    return;
                if (PassThru)
                    WriteObject(InterfaceReader.ReadChanged(session, port));
            });
        }
    }

    /// <summary>
    /// A bridge that is only named is where -Namespace says, else where its new port is if that says so. A pair does not: it may live in two places,
    /// so the bridge is looked for here.
    /// </summary>
    private NamespaceSession SessionOfBridge(InterfaceReference veth) => veth switch
    {
        _ when Bridge.Object is not null || Namespace is not null => SessionFor(Bridge, Namespace),
        { Object: NetInterface link } => SessionFor(link, null),
        { Place: { } place, Peer: null } => SessionFor(place),
        _ => SessionFor(Bridge, null),
    };

    /// <summary>
    /// The name of the interface in the bridge's namespace: of a pair the end that lives there; where both do, the one without an address,
    /// else the peer.
    /// </summary>
    private string PortOf(InterfaceReference veth, NamespaceSession session)
    {
        var inode = session.Handle.Inode;
        switch (veth.Object)
        {
            case null when veth.Peer is { } peer:
                return PortOfSaved(veth, peer, session);
            case null when veth.Place is not null && SessionFor(veth.Place).Handle.Inode != inode:
                throw NoEnd(veth, session);
            case null:
                return veth.Name;
            case VethPair pair when pair.NamespaceId.Inode == inode && pair.PeerNamespaceId.Inode == inode:
                return pair.Peer is { IPAddress.Count: > 0 } && pair.IPAddress.Count == 0 ? pair.Name : pair.PeerName;
            case VethPair pair when pair.PeerNamespaceId.Inode == inode:
                return pair.PeerName;
            case var item when item.NamespaceId.Inode == inode:
                return veth.Name;
            default:
                throw NoEnd(veth, session);
        }
    }

    private string PortOfSaved(InterfaceReference veth, (string Name, NamespaceReference? Place) peer, NamespaceSession session)
    {
        var endIsThere = SessionFor(veth.Place).Handle.Inode == session.Handle.Inode;
        if (SessionFor(peer.Place).Handle.Inode != session.Handle.Inode)
            return endIsThere ? veth.Name : throw NoEnd(veth, session);
        return endIsThere && InterfaceReader.Read(session, peer.Name).IPAddress.Count > 0 && InterfaceReader.Read(session, veth.Name).IPAddress.Count == 0
            ? veth.Name
            : peer.Name;
    }

    private static NetworkException NoEnd(InterfaceReference veth, NamespaceSession session) => new(
        NetworkError.NamespaceMismatch, $"No end of '{veth.Object ?? (object)veth}' lives in {session.Description}, where the bridge is.", veth.Object ?? (object)veth.Name,
        "A bridge's ports live in its namespace: make the pair with its other end there, or move an end with Set-NetInterface.");
}
