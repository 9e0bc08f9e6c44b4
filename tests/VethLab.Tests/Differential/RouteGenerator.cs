using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Routes of all sorts to few destinations, so that several meet at one, and the next hop objects that some of them use.</summary>
internal static class RouteGenerator
{
    private static readonly Gen<string> Destination4 = Gen.OneOf("0.0.0.0/0", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.5/32", "192.168.0.0/24", "10.0.0.0/8");

    private static readonly Gen<string> Destination6 = Gen.OneOf("::/0", "fd01::/48", "fd02::/64", "fd03::5/128", "2000::/3", "fd00::/8");

    private static readonly Gen<string> Table = Words.One("table 1", "table 100", "table 252", "table 255", "table 256", "table 1000", "table 2147483648", "table 4294967295");

    private static readonly Gen<string> Protocol = Words.One("proto static", "proto dhcp", "proto ra", "proto 99", "proto boot", "proto redirect");

    private static readonly Gen<string> Metrics = Words.One("mtu 1300", "mtu lock 1400 advmss 1200", "initcwnd 20", "hoplimit 7 mtu 9000", "congctl cubic");

    private static readonly Gen<string[]> Options4 = Words.Some(
        Words.Number("metric", 1, 3), Table, Protocol, Metrics, Words.One("tos 0x10", "tos 8"), Words.One("ttl-propagate enabled", "realm 5", "encap ip6 dst fd00::99 hoplimit 5"),
        Gen.Frequency((3, Gen.Const("")), (1, AddressGenerator.IPv4.Select(own => $"src {own}")), (1, Words.One("scope link", "scope host"))));

    private static readonly Gen<string[]> Options6 = Words.Some(
        Words.Number("metric", 1, 3), Table, Protocol, Metrics, Words.One("pref low", "pref high"), Words.One("expires 3000"), Words.One("from fd00::/64"),
        Gen.Frequency((3, Gen.Const("")), (1, AddressGenerator.IPv6.Select(own => $"src {own}"))));

    private static readonly Gen<string> Type = Gen.Frequency(
        (20, ""), (1, "blackhole"), (1, "unreachable"), (1, "prohibit"), (1, "throw"), (1, "local"), (1, "broadcast"), (1, "anycast"));

    /// <summary>`ip route append` makes several to one destination with one metric.</summary>
    private static readonly Gen<string> Verb = Gen.Frequency((3, "add"), (1, "append"));

    private static Gen<HopSpec[]> Hops(Gen<string> gateway) => Gen.Select(
        Gen.Int[0, 30], gateway.Null(0.3), Gen.OneOf(1, 1, 2, 3, 256), Words.Mostly,
        (port, address, weight, onLink) => new HopSpec(port, address, weight, onLink && address is not null)).Array[1, 3];

    private static Gen<RouteSpec> Route(Gen<string> destination, Gen<string[]> options, Gen<string> gateway) => Gen.Select(
        Gen.Int[0, 9], Verb, Type, destination, options, Hops(gateway), Gen.Int[0, 3].Nullable(0.7),
        (place, verb, type, to, words, hops, id) => new RouteSpec(place, verb, type, to, words, hops, id));

    private static readonly Gen<RouteSpec> Any = Gen.Frequency(
        (4, Route(Destination4, Options4, AddressGenerator.IPv4)), (4, Route(Destination6, Options6, AddressGenerator.IPv6)),
        (1, Route(Destination4, Options4, AddressGenerator.IPv6)));

    /// <summary>Of three one stands beside the one before it: the same but for its type and ways.</summary>
    internal static Gen<RouteSpec[]> Several { get; } = Gen.Select(Any, Gen.Frequency((2, false), (1, true))).Array[0, 10].Select(all =>
    {
        var routes = new List<RouteSpec>();
        foreach (var (route, standsBeside) in all)
        {
            routes.Add(standsBeside && routes.Count > 0 && IsIPv6(route) == IsIPv6(routes[^1])
                ? routes[^1] with { Verb = "append", Type = route.Type, Hops = route.Hops, NextHopId = route.NextHopId }
                : route);
        }
        return routes.ToArray();
    });

    private static bool IsIPv6(RouteSpec route) => route.Destination.Contains(':', StringComparison.Ordinal);

    internal static Gen<NextHopSpec> NextHop { get; } = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 30].Nullable(0.2), Gen.OneOf(AddressGenerator.IPv4, AddressGenerator.IPv6).Null(0.2), Gen.Frequency((2, Gen.Int[0, 2].Array[0, 0]), (1, Gen.Int[0, 2].Array[1, 3])),
        (place, port, gateway, group) => new NextHopSpec(place, port, gateway, group));
}
