using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Description;

/// <summary>
/// One form for all descriptions of which the kernel makes the same lab: parts in the order of their names, addresses in the kernel's, and nothing said
/// that would be so without it. Two descriptions describe equal labs where their normal forms are equal.
/// </summary>
public static class LabNormalForm
{
    /// <summary>Of a veth pair or bridge that is told nothing else (ETH_DATA_LEN).</summary>
    internal const int DefaultMtu = 1500;

    /// <summary>The same lab in its normal form.</summary>
    public static LabDescription Of(LabDescription lab)
    {
        var links = lab.Links.Select(Of).OrderBy(link => link, LinkOrder).ToSnapshotList();
        return lab with
        {
            Bridges = lab.Bridges.Select(bridge => Of(bridge, links)).OrderBy(bridge => bridge.Name, NaturalOrder.Names).ToSnapshotList(),
            Links = links,
            Namespaces = lab.Namespaces
                .Select(space => Of(space with { Firewall = space.Firewall?.InOrder(space.Name) }, EndsIn(lab, space.Name).Select(end => (end.Name, (IReadOnlyList<IPPrefix>)end.IPAddress)).ToList()))
                .OrderBy(space => space.Name, NaturalOrder.Names).ToSnapshotList(),
            Host = Of(lab.Host with { Firewall = lab.Host.Firewall?.InOrder(lab.Name) }, InterfacesOfHost(lab).Select(one => (one.Name, (IReadOnlyList<IPPrefix>)one.Addresses)).ToList()),
            Masquerade = lab.Masquerade.Distinct().OrderBy(network => network, PrefixOrder).ToSnapshotList(),
            Reachability = lab.Reachability.Distinct().OrderBy(one => one.From, NaturalOrder.Names).ThenBy(one => one.To, NaturalOrder.Names).ToSnapshotList(),
        };
    }

    /// <summary>The MTU that a bridge has in the end: its own, else the smallest of its ports'.</summary>
    internal static int MtuOf(LabBridge bridge, IEnumerable<LabLink> links) => bridge.Mtu ?? LeastOf(bridge, links);

    private static int LeastOf(LabBridge bridge, IEnumerable<LabLink> links) => links
        .SelectMany(link => new[] { (End: link.End, Mtu: link.Mtu), (End: link.Peer, link.Mtu) })
        .Where(port => port.End.Kind == LabNodeKind.Bridge && port.End.Node == bridge.Name)
        .Select(port => port.End.Mtu ?? port.Mtu ?? DefaultMtu).DefaultIfEmpty(DefaultMtu).Min();

    /// <summary>All ends in a namespace.</summary>
    internal static IEnumerable<LabEnd> EndsIn(LabDescription lab, string space) =>
        lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Where(end => end.Kind == LabNodeKind.Namespace && end.Node == space);

    /// <summary>What routes where the bridges live can lead to.</summary>
    internal static IEnumerable<(string Name, SnapshotList<IPPrefix> Addresses)> InterfacesOfHost(LabDescription lab) => lab.Bridges.Select(bridge => (bridge.Name, bridge.IPAddress))
        .Concat(lab.Placement == LabPlacement.Host
            ? lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Where(end => end.Kind == LabNodeKind.Here).Select(end => (end.Name, end.IPAddress))
            : []);

    private static LabBridge Of(LabBridge bridge, SnapshotList<LabLink> links) => bridge with
    {
        IPAddress = InKernelOrder(bridge.IPAddress),
        Mtu = bridge.Mtu == LeastOf(bridge, links) ? null : bridge.Mtu,
    };

    private static LabLink Of(LabLink link)
    {
        var (end, peer) = EndOrder.Compare(link.End, link.Peer) <= 0 ? (link.End, link.Peer) : (link.Peer, link.End);
        var (mtu, peerMtu) = (end.Mtu ?? link.Mtu ?? DefaultMtu, peer.Mtu ?? link.Mtu ?? DefaultMtu);
        var shared = mtu == peerMtu && mtu != DefaultMtu ? mtu : (int?)null;
        return new LabLink(Of(end, shared is null ? mtu : null), Of(peer, shared is null ? peerMtu : null)) { Mtu = shared };
    }

    private static LabEnd Of(LabEnd end, int? mtu) => end with { IPAddress = InKernelOrder(end.IPAddress), Mtu = mtu == DefaultMtu ? null : mtu };

    private static T Of<T>(T host, List<(string Name, IReadOnlyList<IPPrefix> Addresses)> interfaces) where T : LabHost => host with
    {
        IPAddress = InKernelOrder(host.IPAddress),
        // The last one that was written holds.
        Sysctls = host.Sysctls.Reverse().DistinctBy(sysctl => sysctl.Key).Select(Of).OrderBy(sysctl => sysctl.Key, StringComparer.Ordinal).ToSnapshotList(),
        Routes = host.Routes.Select(route => Of(route, interfaces)).Distinct()
            .OrderBy(route => route.Destination, PrefixOrder).ThenBy(route => route.Metric).ToSnapshotList(),
    };

    /// <summary>Without an interface where the next hop tells it.</summary>
    private static LabRoute Of(LabRoute route, List<(string Name, IReadOnlyList<IPPrefix> Addresses)> interfaces) => route with
    {
        InterfaceAlias = route.NextHop is { } hop && InterfaceTo(hop, interfaces) == route.InterfaceAlias ? null : route.InterfaceAlias,
        Metric = route.Metric == RouteMessage.DefaultMetric(route.Destination.Family) ? 0 : route.Metric,
    };

    /// <summary>The interface that the kernel reaches a neighbour by; null where two would do.</summary>
    private static string? InterfaceTo(IPAddress hop, List<(string Name, IReadOnlyList<IPPrefix> Addresses)> interfaces)
    {
        if (hop.IsIPv6LinkLocal)
            return null;
        var ways = interfaces.SelectMany(one => one.Addresses.Where(address => address.Contains(hop)).Select(address => (one.Name, address.Length))).ToList();
        var longest = ways.Where(way => way.Length == ways.Max(other => other.Length)).Select(way => way.Name).Distinct().ToList();
        return longest.Count == 1 ? longest[0] : null;
    }

    private static LabSysctl Of(LabSysctl sysctl) => sysctl with { Value = SysctlValue.Plain(sysctl.Value) };

    /// <summary>
    /// IPv4: the first of each network, which the others of it hang on, and then those in their order (inet_insert_ifa). In which order networks came, and
    /// IPv6 addresses, makes no difference but to packets that any of them could be the source of.
    /// </summary>
    internal static SnapshotList<IPPrefix> InKernelOrder(IEnumerable<IPPrefix> addresses)
    {
        var all = addresses.Distinct().ToList();
        var firsts = all.Where(address => address.Family == AddressFamily.InterNetwork).DistinctBy(address => address.Network).ToHashSet();
        return firsts.OrderBy(address => address, PrefixOrder)
            .Concat(all.Where(address => address.Family == AddressFamily.InterNetwork && !firsts.Contains(address)).OrderBy(address => address.Network, PrefixOrder))
            .Concat(all.Where(address => address.Family == AddressFamily.InterNetworkV6).OrderBy(address => address, PrefixOrder)).ToSnapshotList();
    }

    private static readonly Comparer<IPPrefix> PrefixOrder = Comparer<IPPrefix>.Create((one, other) =>
    {
        var order = one.Family.CompareTo(other.Family);
        if (order == 0)
            order = one.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Address.GetAddressBytes());
        return order != 0 ? order : one.Length.CompareTo(other.Length);
    });

    private static readonly Comparer<LabEnd> EndOrder = Comparer<LabEnd>.Create((one, other) =>
    {
        // Namespaces, then what is here, then bridges: as people say what is plugged into what.
        var order = Rank(one.Kind).CompareTo(Rank(other.Kind));
        if (order == 0)
            order = NaturalOrder.Names.Compare(one.Node, other.Node);
        return order != 0 ? order : NaturalOrder.Names.Compare(one.Name, other.Name);

        static int Rank(LabNodeKind kind) => kind switch { LabNodeKind.Namespace => 0, LabNodeKind.Here => 1, _ => 2 };
    });

    private static readonly Comparer<LabLink> LinkOrder = Comparer<LabLink>.Create(
        (one, other) => EndOrder.Compare(one.End, other.End) is var order and not 0 ? order : EndOrder.Compare(one.Peer, other.Peer));
}
