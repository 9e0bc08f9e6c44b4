using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Set-ups of what VethLab's operations make.</summary>
internal static class OwnSetupGenerator
{
    private static readonly Gen<string> Prefix4 = Gen.Select(AddressGenerator.IPv4, Gen.OneOf(24, 24, 16, 31, 32), (address, length) => $"{address}/{length}");

    private static readonly Gen<string> Prefix6 = Gen.Select(
        Gen.Int[0, 2], Gen.Int[1, 9], Gen.OneOf(64, 64, 128), (network, host, length) => $"fd00:{network}::{host}/{length}");

    private static readonly Gen<string> Prefix = Gen.OneOf(Prefix4, Prefix6);

    /// <summary>IPv6 works with 1280 and more.</summary>
    private static readonly Gen<int?> Mtu = Gen.Int[1280, 9000].Nullable(0.6);

    /// <summary>Of an address, once.</summary>
    private static readonly Gen<string[]> Addresses = Gen.OneOf(Prefix4, Prefix6, Prefix)
        .Array[0, 3].Select(all => all.DistinctBy(prefix => prefix.Split('/')[0]).ToArray());

    private static readonly Gen<OwnBridge> Bridge = Gen.Select(
        Gen.Int[0, 9], OddText.PossibleName, Mtu, Gen.Bool, Gen.Frequency((3, false), (1, true)), Addresses, Gen.Int[200, 3000].Nullable(), Gen.Int[0, 60000].Nullable(), Gen.Bool.Nullable(),
        (place, name, mtu, stp, down, addresses, delay, ageing, snooping) => new OwnBridge(place, name, mtu, stp, down, addresses, delay, ageing, snooping));

    private static readonly Gen<OwnPair> Pair = Gen.Select(
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], OddText.PossibleName, OddText.PossibleName), Mtu, Gen.Frequency((3, false), (1, true)), Addresses, Addresses, Gen.Bool, Gen.Int[0, 9].Nullable(),
        (where, mtu, down, addresses, peerAddresses, gateway, bridge) => new OwnPair(
            where.Item1, where.Item2, where.Item3, where.Item4, mtu, down, addresses, peerAddresses, gateway && !down ? GatewayFor(addresses) : null, bridge));

    /// <summary>Host 200 of the first IPv4 network that has so many.</summary>
    private static string? GatewayFor(string[] addresses) => addresses.FirstOrDefault(prefix => prefix.EndsWith("/24", StringComparison.Ordinal)) is { } first
        ? $"{first[..first.LastIndexOf('.')]}.200"
        : null;

    private static Gen<OwnRoute> Route(Gen<string> destination, Gen<string> gateway) => Gen.Select(
        Gen.Int[0, 9], Gen.Frequency((8, "Unicast"), (1, "Blackhole"), (1, "Unreachable"), (1, "Prohibit"), (1, "Throw")), destination,
        Gen.Select(Words.Port, gateway.Null(0.3), Gen.OneOf(1, 1, 2, 256), Words.Mostly, (port, address, weight, onLink) => new HopSpec(port, address, weight, onLink && address is not null)).Array[1, 3],
        Gen.Int[0, 3], Gen.OneOf(254L, 254L, 100L, 1000L, 4294967295L),
        (place, type, to, hops, metric, table) => new OwnRoute(place, type, to, hops, metric, table));

    private static readonly Gen<OwnChange> Change = Gen.Select(
        Gen.Int[0, 30],
        Gen.OneOf(
            Gen.Int[1280, 9000].Select(mtu => ("mtu", $"{mtu}")), OddText.Alias.Select(alias => ("alias", alias)),
            Gen.Int[0, 255].Select(last => ("address", $"02:00:00:01:00:{last:x2}")), Gen.Const(("up", ""))),
        (port, change) => new OwnChange(port, change.Item1, change.Item2));

    internal static Gen<OwnSetup> Any { get; } = Gen.Select(
        Gen.Int[1, 3], Bridge.Array[0, 3], Pair.Array[0, 4], Gen.Select(Words.Port, Prefix, (port, prefix) => new OwnAddress(port, prefix)).Array[0, 6],
        Gen.OneOf(
            Route(Gen.OneOf("0.0.0.0/0", "10.1.0.0/16", "10.3.0.5/32"), AddressGenerator.IPv4), Route(Gen.OneOf("::/0", "fd01::/48", "fd03::5/128"), AddressGenerator.IPv6)).Array[0, 6],
        Gen.Select(Words.Port, Gen.OneOf(AddressGenerator.IPv4, AddressGenerator.IPv6), Gen.Int[1, 5], (port, address, mac) => new OwnNeighbor(port, address, $"02:aa:00:00:00:{mac:x2}")).Array[0, 4],
        Change.Array[0, 4],
        (places, bridges, pairs, addresses, routes, neighbors, changes) => new OwnSetup(
            places, [.. bridges.OrderBy(bridge => bridge.Place % places)], OneGatewayEach([.. pairs.OrderBy(pair => pair.Place % places)], places), addresses, routes, neighbors, changes));

    /// <summary>A namespace has one default route.</summary>
    private static OwnPair[] OneGatewayEach(OwnPair[] pairs, int places) =>
    [
        .. pairs.Select((pair, i) => pairs.Take(i).Any(other => other.Gateway is not null && other.Place % places == pair.Place % places)
            ? pair with { Gateway = null }
            : pair),
    ];
}
