namespace VethLab.Tests.Differential;

/// <summary>Writes the commands that make a set-up with ip and bridge.</summary>
internal sealed class IpMaker
{
    private readonly Setup setup;
    private readonly Layout layout;
    private readonly IReadOnlyList<string> places;
    private readonly IpBatch batch;

    /// <summary>Those that become a bridge's.</summary>
    private readonly HashSet<Port> ports = [];

    private IpMaker(Setup setup, IReadOnlyList<string> places)
    {
        this.setup = setup;
        this.places = places;
        layout = new Layout(setup);
        batch = new IpBatch(places);
    }

    internal static IpBatch Write(Setup setup, IReadOnlyList<string> places)
    {
        var maker = new IpMaker(setup, places);
        for (var place = 0; place < setup.Places; place++)
            maker.batch.Add(0, place, "ip", "link set dev lo up");
        for (var i = 0; i < setup.Links.Length; i++)
            maker.Create(i);
        for (var i = 0; i < setup.Links.Length; i++)
            maker.Configure(i);
        foreach (var address in setup.Addresses)
            maker.Add(address);
        for (var i = 0; i < setup.NextHops.Length; i++)
            maker.Add(i, setup.NextHops[i]);
        foreach (var route in setup.Routes)
            maker.Add(route);
        // A batch of ip's ends with a neighbour that is refused, in spite of -force, so each has its own.
        for (var i = 0; i < setup.Neighbors.Length; i++)
        {
            var (neighbor, port) = (setup.Neighbors[i], maker.layout[setup.Neighbors[i].Interface]);
            maker.batch.Add(3 + i, port.Place, "ip", $"neighbour add {neighbor.Address} {string.Join(' ', neighbor.Options)} dev {Name(port)}");
        }
        foreach (var entry in setup.Fdb)
            maker.Add(entry);
        return maker.batch;
    }

    private static string Name(Port port) => IpBatch.Quote(port.Name);

    /// <summary>Links of a namespace are made in one turn, those that need what is elsewhere in the next.</summary>
    private void On(int number, string tool, Func<Port, string> line)
    {
        var port = layout[number];
        batch.Add(2, port.Place, tool, line(port));
    }

    private void Create(int number)
    {
        var link = setup.Links[number];
        var port = layout.Of(number);
        var options = string.Join(' ', link.Options);
        var lower = Lower(number);
        var line = link.Type switch
        {
            LinkType.Veth => $"link add name {Name(port)} type veth peer name {Name(layout.Of(number, isPeer: true))} netns {places[layout.Of(number, isPeer: true).Place]}",
            LinkType.Vxlan => $"link add name {Name(port)} type vxlan id {number + 1} dstport {4789 + number} {options}{(lower is null ? "" : $" dev {Name(lower)}")}",
            LinkType.Macvlan when lower is not null => $"link add name {Name(port)} link {Name(lower)} type macvlan {options}",
            LinkType.Macvlan => null,
            LinkType.Tap => $"tuntap add dev {Name(port)} mode tap",
            LinkType.Tun => $"tuntap add dev {Name(port)} mode tun",
            _ => $"link add name {Name(port)} type {link.Type.ToString().ToLowerInvariant()} {options}",
        };
        if (line is not null)
            batch.Add(0, port.Place, "ip", line);
    }

    /// <summary>What a macvlan is built on, and of VXLANs every other.</summary>
    private Port? Lower(int number) => setup.Links[number] is { Type: LinkType.Macvlan } or { Type: LinkType.Vxlan, PeerPlace: < 5 }
        ? layout.Pick(setup.Links[number].PeerPlace, layout.Of(number).Place, number, LinkType.Veth, LinkType.Tap, LinkType.Ifb)
        : null;

    private void Configure(int number)
    {
        var link = setup.Links[number];
        var port = layout.Of(number);
        foreach (var words in link.More)
            batch.Add(1, port.Place, "ip", $"link set dev {Name(port)} {words}");
        // Never both ends of a pair, nor what is built on an end: bridges in a ring would send each broadcast round and round.
        var peer = link.Type == LinkType.Veth ? layout.Of(number, isPeer: true) : null;
        if (link.Master is { } master && !(link.Type is LinkType.Bridge or LinkType.Macvlan || Lower(number) is not null))
            Join(peer is not null && master % 2 == 1 ? peer : port, master);
        if (link.Up)
            batch.Add(1, port.Place, "ip", $"link set dev {Name(port)} up");
        if (peer is not null && link.Up)
            batch.Add(1, peer.Place, "ip", $"link set dev {Name(peer)} up");
    }

    private void Join(Port port, int master)
    {
        if (layout.Pick(master, port.Place, int.MaxValue, LinkType.Bridge) is { } bridge)
        {
            batch.Add(1, port.Place, "ip", $"link set dev {Name(port)} master {Name(bridge)}");
            ports.Add(port);
        }
    }

    private void Add(AddressSpec address) => On(address.Interface, "ip", port =>
    {
        // A label begins with the interface's name.
        var options = address.Options.Select(word => word.StartsWith("label ", StringComparison.Ordinal) ? $"label {IpBatch.Quote(port.Name + word[6..])}" : word);
        return $"address add {address.Prefix} dev {Name(port)} {string.Join(' ', options)}";
    });

    private void Add(int number, NextHopSpec hop)
    {
        var place = hop.Place % setup.Places;
        var line = hop.Group.Length > 0 && number > 0 ? $"group {string.Join('/', hop.Group.Select(other => (other % number) + 1).Distinct())}"
            : hop.Interface is not { } port ? "blackhole"
            : hop.Gateway is null ? $"dev {Name(In(place, port))}" : $"via {hop.Gateway} dev {Name(In(place, port))} onlink";
        batch.Add(2, place, "ip", $"nexthop add id {number + 1} {line}");
    }

    /// <summary>A destination goes with a VXLAN, master with a port; elsewhere they would be refused.</summary>
    private void Add(FdbSpec entry)
    {
        var fitting = layout.Ports.Where(port => Fits(entry, port)).ToList();
        if (fitting.Count == 0)
            return;
        var port = fitting[entry.Interface % fitting.Count];
        batch.Add(2, port.Place, "bridge", $"fdb {entry.Verb} {entry.MacAddress} dev {Name(port)} {string.Join(' ', entry.Options)}");
    }

    private bool Fits(FdbSpec entry, Port port) =>
        entry.Options.Any(word => word.StartsWith("dst ", StringComparison.Ordinal)) ? port.Type == LinkType.Vxlan
        : !entry.Options.Contains("master") || ports.Contains(port);

    private void Add(RouteSpec route)
    {
        var place = route.Place % setup.Places;
        var ways = route.Hops.Select(hop => Way(place, hop, route)).ToList();
        var isMulti = ways.Count > 1 && route.Type.Length == 0;
        var way = route.Type is "blackhole" or "unreachable" or "prohibit" or "throw" ? ""
            : route.NextHopId is { } id && route.Type.Length == 0 ? $"nhid {(id % Math.Max(1, setup.NextHops.Length)) + 1}"
            : isMulti ? string.Concat(ways.Zip(route.Hops, (words, hop) => $" nexthop {words} weight {hop.Weight}"))
            : ways[0];
        batch.Add(2, place, "ip", $"route {route.Verb} {route.Type} {route.Destination} {string.Join(' ', route.Options)} {way}");
    }

    private string Way(int place, HopSpec hop, RouteSpec route)
    {
        var family = hop.Gateway is { } gateway && gateway.Contains(':') && !route.Destination.Contains(':') ? "inet6 " : "";
        var via = hop.Gateway is null ? "" : $"via {family}{hop.Gateway} ";
        return $"{via}dev {Name(In(place, hop.Interface))}{(hop.OnLink ? " onlink" : "")}";
    }

    private Port In(int place, int number)
    {
        var here = layout.In(place).ToList();
        return here[number % here.Count];
    }
}
