using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;

namespace VethLab.Tests.Labs.Generated;

/// <summary>A valid description of a <see cref="LabSpec"/>: names and addresses differ, bridges make no loop, next hops are neighbours.</summary>
internal sealed class LabBuilder
{
    private static readonly (string Key, string[] Values)[] Settings =
    [
        ("ipv4/conf/all/rp_filter", ["0", "1", "2"]), ("ipv4/conf/all/log_martians", ["1", "0"]), ("ipv4/tcp_rmem", ["4096 131072 6291456", "8192 65536 1000000"]),
        ("ipv4/ping_group_range", ["0 100", "0\t2147483647"]), ("ipv6/conf/all/accept_ra", ["0x0", "2"]), ("ipv4/conf/default/arp_ignore", ["1", "02"]),
    ];

    private readonly LabSpec spec;
    private readonly string name;
    private readonly List<LabBridge> bridges;
    private readonly List<string> spaces;
    private readonly List<LabLink> links = [];
    private readonly HashSet<string> joined = [];

    private LabBuilder(LabSpec spec, string name)
    {
        this.spec = spec;
        this.name = name;
        bridges = spec.Bridges.Select(Bridge).ToList();
        // Not in order, since that is the portrait's work.
        spaces = spec.Spaces.Select((_, i) => $"{name}-n{(i * 7 % 13) + 1}").ToList();
        for (var i = 0; i < spec.Links.Length; i++)
            AddLink(spec.Links[i], i + 1);
    }

    internal static LabDescription Build(LabSpec spec, string name) => new LabBuilder(spec, name).Build();

    private LabDescription Build()
    {
        var uplink = spec.Host || spec.Uplink == 0 ? null : new LabUplink { InterfaceAlias = "rt-up", Network = spec.Uplink == 2 ? Prefix("172.31.7.0/29") : null };
        var networks = bridges.SelectMany(bridge => bridge.IPAddress).Where(address => address.Family == AddressFamily.InterNetwork).Select(address => address.Network).Distinct().ToList();
        List<IPPrefix> masquerade = spec.Masquerade switch { 1 => networks, 2 => [Prefix("10.200.0.0/16")], _ => [] };
        if (masquerade.Count > 0 && !spec.Host)
            uplink ??= new LabUplink { InterfaceAlias = "vl-rt" };
        return new LabDescription(name)
        {
            Placement = spec.Host ? LabPlacement.Host : LabPlacement.Namespace,
            Bridges = bridges.ToSnapshotList(),
            Namespaces = spaces.Select((space, i) => new LabNamespace(space)
            {
                IPAddress = Addresses(spec.Spaces[i].Loopback, $"192.0.2.{i + 1}/32", $"192.0.2.{i + 101}/32", $"2001:db8::{i + 1}/128"),
                Forwarding = spec.Spaces[i].Forwarding,
                Sysctls = Sysctls(spec.Spaces[i].Sysctls),
                Commands = spec.Spaces[i].Commands.Select(Command).ToSnapshotList(),
                Firewall = Firewall(spec.Spaces[i].Firewall, space, spec.Spaces[i].Forwarding),
                Routes = Routes(space, LabNormalForm.EndsIn(Draft, space).Select(end => (end.Name, end.IPAddress)).ToList()),
            }).ToSnapshotList(),
            Links = links.ToSnapshotList(),
            Host = new LabHost
            {
                Forwarding = spec.Forwarding || uplink is not null || masquerade.Count > 0,
                Sysctls = Sysctls(spec.HostSysctls),
                Commands = spec.Host ? [] : spec.HostCommands.Select(Command).ToSnapshotList(),
                Firewall = spec.Host ? null : Firewall(spec.HostFirewall, name, spec.Forwarding || uplink is not null || masquerade.Count > 0),
                Routes = Routes(string.Empty, LabNormalForm.InterfacesOfHost(Draft).ToList()),
            },
            Masquerade = masquerade.ToSnapshotList(),
            Uplink = uplink,
            Reachability = spec.Reachability.Where(_ => spaces.Count > 1)
                .Select(number => new LabExpectation(spaces[number % spaces.Count], spaces[((number / 10) + (number % spaces.Count) + 1) % spaces.Count], number % 3 > 0))
                .Where(one => one.From != one.To).DistinctBy(one => (one.From, one.To)).ToSnapshotList(),
        };
    }

    private LabDescription Draft => new(name)
    {
        Placement = spec.Host ? LabPlacement.Host : LabPlacement.Namespace,
        Bridges = bridges.ToSnapshotList(),
        Links = links.ToSnapshotList(),
    };

    private static IPPrefix Prefix(string text) => IPPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text);

    /// <summary>Those whose bits are set.</summary>
    private static SnapshotList<IPPrefix> Addresses(int bits, params string[] texts) => texts.Where((_, i) => (bits >> i & 1) != 0).Select(Prefix).ToSnapshotList();

    private LabBridge Bridge(BridgeSpec bridge, int i) => new($"{(i == 1 ? "br'x" : "rt-br")}{i + 1}")
    {
        IPAddress = Addresses(bridge.Addresses, $"10.{i + 1}.0.1/24", $"10.{i + 1}.0.2/24", $"fd00:{i + 1}::1/64"),
        MacAddress = bridge.Mac ? new MacAddress([2, 0, 0, 1, 0, (byte)(i + 1)]) : null,
        Mtu = bridge.Mtu,
        Stp = bridge.Stp,
    };

    private static SnapshotList<LabSysctl> Sysctls(int[] numbers) => numbers
        .Select(number => (Settings[number % Settings.Length].Key, Values: Settings[number % Settings.Length].Values))
        .DistinctBy(one => one.Key).Select((one, i) => new LabSysctl(one.Key, one.Values[i % one.Values.Length])).ToSnapshotList();

    /// <summary>What it has is told by bits; one that stays is rare, since it takes time to see that it does.</summary>
    private static LabCommand Command(int number) => new(number < 4 ? $"exec sleep {1000 + number}" : $": \"{number}\" '%41 & \\n' ${{X}}; true")
    {
        Wait = number >= 4,
        Name = (number & 8) != 0 ? $"command {number}" : null,
        Environment = (number & 16) != 0 ? [new LabVariable("X", $"a=b & \"{number}\""), new LabVariable("EMPTY", "")] : [],
        Log = (number & 32) != 0 ? "/dev/null" : null,
    };

    /// <summary>Policies by the first number, a rule for each other.</summary>
    private LabFirewall? Firewall(int[] numbers, string owner, bool forwards)
    {
        if (numbers.Length == 0)
            return null;
        var names = spaces.Append(name).Append("any").Append("10.1.0.0/24").Append("fd00:1::/64").Concat(bridges.Select(bridge => bridge.Name)).Distinct().ToList();
        // Those that have no addresses cannot be meant.
        var nodes = FirewallNodes.Of(Draft with { Namespaces = spaces.Select((space, i) => new LabNamespace(space) { IPAddress = Addresses(spec.Spaces[i].Loopback, "192.0.2.1/32") }).ToSnapshotList() });
        return new LabFirewall
        {
            Forward = forwards ? (FirewallPolicy)(numbers[0] & 1) : FirewallPolicy.Accept,
            Input = (FirewallPolicy)(numbers[0] >> 1 & 1),
            Output = (FirewallPolicy)(numbers[0] >> 2 & 1),
            Rules = numbers.Skip(1).Select(number => new FirewallRule(number % 3 > 0, names[number % names.Count], names[number / 7 % names.Count])
            {
                Protocol = (number % 4) switch { 0 => "tcp", 1 => "icmp", 2 => "gre", _ => null },
                FirstPort = number % 8 == 0 ? (ushort)number : null,
                LastPort = number % 8 == 0 ? (ushort)(number + (number % 5)) : null,
            }).Where(rule => (forwards || rule.From == owner || rule.To == owner) && (rule.From != owner || rule.To != owner) && nodes.Pairs(rule, owner).Any()).ToSnapshotList(),
        };
    }

    private void AddLink(LinkSpec link, int number)
    {
        var nodes = spaces.Select(space => (LabNodeKind.Namespace, space)).Concat(bridges.Select(bridge => (LabNodeKind.Bridge, bridge.Name))).Append((LabNodeKind.Here, "here")).ToList();
        var ((kind, node), (peerKind, peerNode)) = (nodes[link.End % nodes.Count], nodes[link.Peer % nodes.Count]);
        // Bridges are joined as a chain at most: packets would go round in a loop.
        if (kind == LabNodeKind.Bridge && peerKind == LabNodeKind.Bridge
            && (Math.Abs(bridges.FindIndex(bridge => bridge.Name == node) - bridges.FindIndex(bridge => bridge.Name == peerNode)) != 1
                || !joined.Add(string.Join('|', new[] { node, peerNode }.Order()))))
        {
            return;
        }
        var end = End(kind, node, peerKind, peerNode, link, number, first: true);
        var peer = End(peerKind, peerNode, kind, node, link, number, first: false);
        links.Add(new LabLink(end, peer) { Mtu = link.Mtu });
    }

    private LabEnd End(LabNodeKind kind, string node, LabNodeKind otherKind, string other, LinkSpec link, int number, bool first)
    {
        var side = first ? 1 : 2;
        var name = kind == LabNodeKind.Namespace && !link.Named ? $"eth{(number * 2) + side - 3}" : $"{(link.Named ? "l" : "veth")}{number}{(first ? "a" : "b")}";
        var host = (number * 2) + side + 8;
        return new LabEnd(kind, node, name)
        {
            IPAddress = kind == LabNodeKind.Bridge ? []
                // IPv4 networks of the lab that are known here already are for no uplink.
                : otherKind == LabNodeKind.Bridge ? Addresses(kind == LabNodeKind.Here ? link.Addresses & 4 : link.Addresses, $"10.{NumberOf(other)}.0.{host}/24", $"10.{NumberOf(other)}.9.{host}/26", $"fd00:{NumberOf(other)}::{host}/64")
                : Addresses(link.Addresses, $"10.{number + 100}.0.{side}/30", $"10.{number + 100}.4.{side}/24", $"fd01:{number}::{side}/64"),
            MacAddress = (link.Macs >> (side - 1) & 1) != 0 ? new MacAddress([2, 0, 0, 2, (byte)number, (byte)side]) : null,
            // Now and then ends differ.
            Mtu = link.Macs == 3 && first ? 2000 + number : null,
        };
    }

    private int NumberOf(string bridge) => bridges.FindIndex(one => one.Name == bridge) + 1;

    private SnapshotList<LabRoute> Routes(string space, List<(string Name, SnapshotList<IPPrefix> Addresses)> interfaces)
    {
        var places = spaces.Prepend(string.Empty).ToList();
        var routes = new List<LabRoute>();
        foreach (var route in spec.Routes.Where(route => places[route.Place % places.Count] == space))
        {
            var family = route.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
            var ways = interfaces.SelectMany(one => one.Addresses.Where(address => address.Family == family && address.Length < 128).Select(address => (one.Name, Address: address))).ToList();
            if (ways.Count == 0 || (space.Length == 0 && spec.Host && route.Destination == 0))
                continue;
            var (way, address) = ways[route.Destination % ways.Count];
            var destination = (route.Destination, route.IPv6) switch
            {
                (0, false) => new IPPrefix(IPAddress.Any, 0),
                (0, true) => new IPPrefix(IPAddress.IPv6Any, 0),
                (_, false) => Prefix($"172.16.{route.Destination}.0/24"),
                _ => Prefix($"fd02:{route.Destination}::/48"),
            };
            var hop = route.Metric == 2 && route.Interface && route.Destination > 0 ? null : Neighbor(address);
            // Which of two interfaces in one network the kernel takes depends on which was there first.
            var named = route.Interface || hop is null || ways.Count(other => other.Address.Contains(hop)) > 1;
            routes.Add(new LabRoute(destination) { NextHop = hop, InterfaceAlias = named ? way : null, Metric = (uint)(route.Metric * 100) });
        }
        return routes.DistinctBy(route => (route.Destination, route.Metric)).ToSnapshotList();
    }

    /// <summary>The next address of a network that nobody has, 250, or the other of a /30.</summary>
    private static IPAddress Neighbor(IPPrefix address)
    {
        var bytes = address.Address.GetAddressBytes();
        bytes[^1] = address.Length == 30 ? (byte)(bytes[^1] ^ 3) : address.Length == 26 ? (byte)60 : (byte)250;
        return new IPAddress(bytes);
    }
}
