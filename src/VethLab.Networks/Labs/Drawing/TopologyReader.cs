using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>Reads what is drawn of a lab: what Get-VethLab knows of it, and what its namespaces are like at the moment.</summary>
internal sealed class TopologyReader
{
    /// <summary>RT_TABLE_LOCAL: the kernel's own routes to local addresses, which say nothing that the addresses do not.</summary>
    private const uint LocalTable = 255;

    private readonly LabTraces traces;
    private readonly NetworkLab lab;
    private readonly Dictionary<ulong, NamespaceSession> sessions = [];
    private readonly Dictionary<(ulong Space, string? Bridge), TopologyNode> nodes = [];
    private readonly List<TopologyEdge> edges = [];

    private TopologyReader(LabTraces traces)
    {
        this.traces = traces;
        lab = LabReader.Read(traces);
        foreach (var session in traces.Namespaces.Concat(traces.Outside.Select(outside => outside.Session)))
            sessions[session.Handle.Inode] = session;
    }

    /// <summary>A lab as it is now.</summary>
    /// <exception cref="NetworkException">InvalidName, LabNotFound, NotPermitted.</exception>
    internal static LabTopology Read(string name)
    {
        LabName.Check(name);
        using var survey = LabSurvey.Take(name);
        return survey.Labs.TryGetValue(name, out var traces)
            ? KernelErrors.Explained(name, () => new TopologyReader(traces).Read())
            : throw LabReader.NotFound(name);
    }

    private LabTopology Read()
    {
        var pairs = lab.Uplink is { } uplink ? lab.Links.Append(uplink) : lab.Links;
        var ends = pairs.Select(pair => (pair.Interface, pair.Peer)).ToList();
        var routing = ends.SelectMany(pair => new[] { pair.Interface, pair.Peer }).OfType<NetInterface>().Where(end => !IsPort(end))
            .GroupBy(end => end.NamespaceId.Inode).ToDictionary(group => group.Key, group => group.Count());
        var place = lab.NamespaceId.Inode;
        var addressed = lab.Bridges.Where(bridge => bridge.IPAddress.Any(address => !address.StartsWith("fe80:", StringComparison.Ordinal))).ToList();
        // Where the bridges live is drawn if anything leads there besides them, or if it passes packets on between them.
        var hasPlace = sessions.ContainsKey(place) && (routing.ContainsKey(place) || IsMasquerading(place) || (addressed.Count > 1 && Forwards(place)));
        if (hasPlace)
            Add(place, null, NodeOf(sessions[place], place == traces.Own?.Handle.Inode ? TopologyKind.Place : TopologyKind.Here));
        foreach (var space in traces.Outside.Where(space => space.Session.Handle.Inode != place && (space.HasTable || routing.ContainsKey(space.Session.Handle.Inode))))
            Add(space.Session.Handle.Inode, null, NodeOf(space.Session, TopologyKind.Here));
        foreach (var bridge in lab.Bridges)
            Add(place, bridge.Name, new TopologyNode(TopologyKind.Bridge, bridge.Name) { Interfaces = [bridge], Duties = bridge.Stp ? ["STP"] : [] });
        foreach (var space in traces.Machines.OrderBy(space => space.Name, StringComparer.Ordinal))
        {
            var inode = space.Handle.Inode;
            Add(inode, null, NodeOf(space, routing.GetValueOrDefault(inode) > 1 && Forwards(inode) ? TopologyKind.Router : TopologyKind.Namespace));
        }
        foreach (var name in traces.Placeholders.Order(StringComparer.Ordinal))
            nodes[(0, name)] = new TopologyNode(TopologyKind.Namespace, name) { Duties = ["never finished"] };

        if (hasPlace)
            edges.AddRange(addressed.Select(bridge => new TopologyEdge(new TopologyEnd(nodes[(place, null)], null), new TopologyEnd(nodes[(place, bridge.Name)], null))));
        edges.AddRange(ends.Select(pair => new TopologyEdge(EndOf(pair.Interface), pair.Peer is { } peer ? EndOf(peer) : new TopologyEnd(Elsewhere(), null))));
        return new LabTopology(lab.Name, nodes.Values.ToList(), edges);
    }

    private void Add(ulong space, string? bridge, TopologyNode node) => nodes[(space, bridge)] = node;

    private bool IsPort(NetInterface end) => end.Bridge is { } bridge && end.NamespaceId.Inode == lab.NamespaceId.Inode && lab.Bridges.Any(one => one.Name == bridge);

    private TopologyEnd EndOf(NetInterface end) =>
        new(nodes.TryGetValue((end.NamespaceId.Inode, IsPort(end) ? end.Bridge : null), out var node) ? node : Elsewhere(), end);

    /// <summary>Where the other end of a pair is that cannot be seen.</summary>
    private TopologyNode Elsewhere()
    {
        if (!nodes.TryGetValue((0, null), out var node))
            nodes[(0, null)] = node = new TopologyNode(TopologyKind.Namespace, "elsewhere") { Duties = ["cannot be seen"] };
        return node;
    }

    private bool IsMasquerading(ulong space) => lab.Masquerade.Count > 0 && traces.Outside.Any(outside => outside.HasTable && outside.Session.Handle.Inode == space);

    private bool Forwards(ulong space) =>
        sessions[space].Sysctls.Read("ipv4/ip_forward") == "1" || sessions[space].Sysctls.Read("ipv6/conf/all/forwarding") == "1";

    private TopologyNode NodeOf(NamespaceSession session, TopologyKind kind)
    {
        var all = InterfaceReader.List(session);
        var routes = RouteOperations.List(session).Where(route => route.Table != LocalTable && !route.DestinationPrefix.StartsWith("fe80:", StringComparison.Ordinal)
            && !route.DestinationPrefix.StartsWith("ff00:", StringComparison.Ordinal)).ToList();
        var wayOut = routes.FirstOrDefault(route => route.IsDefault)?.InterfaceAlias;
        // A machine has much that is none of the lab's business; its way out is, where it masquerades.
        bool IsShown(NetInterface one) => kind is TopologyKind.Here
            ? (one.Group == traces.Mark.Group && one.Kind != BridgeLink.KindName && one.Bridge is null) || (IsMasquerading(session.Handle.Inode) && one.Name == wayOut)
            : kind is TopologyKind.Place ? !IsPort(one) && !lab.Bridges.Any(bridge => bridge.Index == one.Index) && IsTelling(one) : IsTelling(one);
        return new TopologyNode(kind, session.Name ?? (session.IsHere ? "here" : $"{session.Identity}"))
        {
            Interfaces = all.Where(IsShown).ToSnapshotList(),
            Routes = kind is TopologyKind.Here ? [] : routes.Select(route => route.ToString()).ToSnapshotList(),
            Duties = IsMasquerading(session.Handle.Inode) ? lab.Masquerade.Select(subnet => $"masquerade {subnet}").ToSnapshotList() : [],
        };
    }

    private static bool IsTelling(NetInterface one) => one.Kind switch
    {
        "loopback" => !one.IsUp || one.IPAddress.Any(address => !address.StartsWith("127.", StringComparison.Ordinal) && address != "::1/128"),
        VethLink.KindName => true,
        // Some kernels put tunnels into every namespace that nobody uses.
        _ => one.IsUp || one.IPAddress.Count > 0,
    };
}
