using VethLab.Networks;

namespace VethLab.Tests.Differential;

/// <summary>
/// Writes the commands that make with ip what VethLab's documentation promises of a set-up: marks, one queue, nodad, IPv6 addresses once links
/// are up, no IPv6 link-local addresses where all is IPv4, static routes.
/// </summary>
internal sealed class TwinMaker
{
    private const int FirstNeighbor = 6, LastTurn = 1000;

    private readonly OwnSetup setup;
    private readonly Layout layout;
    private readonly IReadOnlyList<string> places;
    private readonly IpBatch batch;

    private TwinMaker(OwnSetup setup, IReadOnlyList<string> places)
    {
        this.setup = setup;
        this.places = places;
        layout = setup.Layout;
        batch = new IpBatch(places);
    }

    internal static IpBatch Write(OwnSetup setup, IReadOnlyList<string> places)
    {
        var maker = new TwinMaker(setup, places);
        for (var place = 0; place < setup.Places; place++)
            maker.batch.Add(0, place, "ip", $"link set dev lo alias {VethLabMark.Alias} group {VethLabMark.Group} up");
        for (var i = 0; i < setup.Bridges.Length; i++)
            maker.Add(i, setup.Bridges[i]);
        for (var i = 0; i < setup.Pairs.Length; i++)
            maker.Add(setup.Bridges.Length + i, setup.Pairs[i]);
        foreach (var address in setup.Addresses)
            maker.AddAddress(5, maker.layout[address.Interface], address.Prefix);
        foreach (var route in setup.Routes)
            maker.Add(route);
        // A batch of ip's ends with a neighbour that is refused, in spite of -force, so each has its own.
        for (var i = 0; i < setup.Neighbors.Length; i++)
        {
            var neighbor = setup.Neighbors[i];
            maker.On(FirstNeighbor + i, neighbor.Interface, name => $"neighbour add {neighbor.Address} lladdr {neighbor.MacAddress} nud permanent dev {name}");
        }
        foreach (var change in setup.SafeChanges)
            maker.On(LastTurn, change.Interface, name => $"link set dev {name} {change.What} {(change.What == "alias" ? IpBatch.Quote(change.Value) : change.Value)}");
        return maker.batch;
    }

    private static string Name(Port port) => IpBatch.Quote(port.Name);

    private void On(int turn, int number, Func<string, string> line) => batch.Add(turn, layout[number].Place, "ip", line(Name(layout[number])));

    private void AddAddress(int turn, Port port, string prefix) =>
        batch.Add(turn, port.Place, "ip", $"address add {prefix} dev {Name(port)} {(IsIPv6(prefix) ? "nodad" : HasBroadcast(prefix) ? "broadcast +" : "")}");

    private static bool HasBroadcast(string prefix) => !prefix.EndsWith("/31", StringComparison.Ordinal) && !prefix.EndsWith("/32", StringComparison.Ordinal);

    private static bool IsIPv6(string prefix) => prefix.Contains(':', StringComparison.Ordinal);

    private static bool IsIPv4Only(IEnumerable<string> prefixes) => prefixes.Any() && !prefixes.Any(IsIPv6);

    /// <param name="turn">When.</param>
    /// <param name="late">When its IPv6 addresses come: the link's other end is up by then.</param>
    /// <param name="port">Which.</param>
    /// <param name="makesLinkLocal">Whether the kernel gives it an IPv6 link-local address.</param>
    /// <param name="addresses">Its own.</param>
    /// <param name="down">Whether it stays down.</param>
    private void Configure(int turn, int late, Port port, bool makesLinkLocal, string[] addresses, bool down)
    {
        void Set(string words) => batch.Add(turn, port.Place, "ip", $"link set dev {Name(port)} {words}");
        Set($"alias {VethLabMark.Alias}");
        if (!makesLinkLocal)
            Set("addrgenmode none");
        foreach (var address in addresses.Where(address => !IsIPv6(address)))
            AddAddress(turn, port, address);
        if (!down)
            Set("up");
        foreach (var address in addresses.Where(IsIPv6))
            AddAddress(late, port, address);
    }

    private void Add(int link, OwnBridge bridge)
    {
        var port = layout.Of(link);
        var stp = bridge.Stp ? " stp_state 1" : "";
        batch.Add(0, port.Place, "ip", $"link add name {Name(port)} address {OwnSetup.MacOf(link, false)}{Mtu(bridge.Mtu)} group {VethLabMark.Group} type bridge{stp}");
        Configure(0, 0, port, !IsIPv4Only(bridge.Addresses), bridge.Addresses, bridge.Down);
        if (bridge.ForwardDelay is { } delay)
            batch.Add(0, port.Place, "ip", $"link set dev {Name(port)} type bridge forward_delay {delay}");
        if (bridge.AgeingTime is { } ageing)
            batch.Add(0, port.Place, "ip", $"link set dev {Name(port)} type bridge ageing_time {ageing}");
        if (bridge.Snooping is { } snooping)
            batch.Add(0, port.Place, "ip", $"link set dev {Name(port)} type bridge mcast_snooping {(snooping ? 1 : 0)}");
    }

    private static string Mtu(int? mtu) => mtu is { } bytes ? $" mtu {bytes}" : "";

    private void Add(int link, OwnPair pair)
    {
        var (end, peer) = (layout.Of(link), layout.Of(link, isPeer: true));
        string Half(bool isPeer) => $"address {OwnSetup.MacOf(link, isPeer)}{Mtu(pair.Mtu)} group {VethLabMark.Group} numtxqueues 1 numrxqueues 1";
        batch.Add(1, end.Place, "ip", $"link add name {Name(end)} {Half(false)} type veth peer name {Name(peer)} {Half(true)} netns {places[peer.Place]}");
        var makesLinkLocal = !IsIPv4Only(pair.Addresses.Concat(pair.PeerAddresses));
        // A peer without an address of its own stands in a bridge.
        var isUplink = pair.Addresses.Length > 0 && pair.PeerAddresses.Length == 0;
        Configure(3, 4, peer, makesLinkLocal && !isUplink, pair.PeerAddresses, pair.Down);
        Configure(3, 4, end, makesLinkLocal, pair.Addresses, pair.Down);
        if (pair.Gateway is not null)
            batch.Add(4, end.Place, "ip", $"route add default via {pair.Gateway} dev {Name(end)} proto static");
        if (pair.Bridge is { } number && layout.Pick(number, end.Place, int.MaxValue, LinkType.Bridge) is { } bridge)
            batch.Add(4, end.Place, "ip", $"link set dev {Name(end)} master {Name(bridge)}");
    }

    private void Add(OwnRoute route)
    {
        var place = route.Place % setup.Places;
        var here = layout.In(place).ToList();
        var ways = route.Hops.Select(hop =>
            $"{(hop.Gateway is null ? "" : $"via {hop.Gateway} ")}dev {Name(here[hop.Interface % here.Count])}{(hop.OnLink ? " onlink" : "")}").ToList();
        var way = route.Type != "Unicast" ? ""
            : ways.Count == 1 ? ways[0]
            : string.Concat(ways.Zip(route.Hops, (words, hop) => $" nexthop {words} weight {hop.Weight}"));
        var metric = route.Metric == 0 ? "" : $"metric {route.Metric}";
        batch.Add(5, place, "ip", $"route add {route.Type.ToLowerInvariant()} {route.Destination} {metric} table {route.Table} proto static {way}");
    }
}
