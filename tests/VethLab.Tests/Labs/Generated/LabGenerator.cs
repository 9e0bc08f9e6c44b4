using CsCheck;

namespace VethLab.Tests.Labs.Generated;

/// <summary>Labs of all that a description can say: both placements, both families, and some of everything.</summary>
internal static class LabGenerator
{
    private static readonly Gen<int?> Mtu = Gen.OneOf(Gen.Int[1280, 9000], Gen.Const(1500)).Nullable(0.5);

    private static readonly Gen<int> Often = Gen.Frequency((2, 0), (1, 1), (1, 2));

    private static readonly Gen<BridgeSpec> Bridge = Gen.Select(
        Gen.Int[0, 7], Gen.Bool, Mtu, Gen.Bool, (addresses, mac, mtu, stp) => new BridgeSpec(addresses, mac, mtu, stp));

    private static readonly Gen<int[]> Commands = Gen.Frequency((3, Gen.Const<int[]>([])), (1, Gen.Int[0, 63].Array[0, 3]));

    private static readonly Gen<int[]> Firewall = Gen.Frequency((2, Gen.Const<int[]>([])), (1, Gen.Int[0, 9999].Array[1, 5]));

    private static readonly Gen<SpaceSpec> Space = Gen.Select(
        Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 7])), Gen.Bool, Gen.Int[0, 9].Array[0, 2], Commands, Firewall,
        (loopback, forwarding, sysctls, commands, firewall) => new SpaceSpec(loopback, forwarding, sysctls, commands, firewall));

    private static readonly Gen<LinkSpec> Link = Gen.Select(
        Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 7], Gen.Int[0, 3], Mtu, Gen.Bool,
        (end, peer, addresses, macs, mtu, named) => new LinkSpec(end, peer, addresses, macs, mtu, named));

    private static readonly Gen<RouteSpec> Route = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 5], Gen.Bool, Gen.Bool, Often, (place, destination, ipv6, named, metric) => new RouteSpec(place, destination, ipv6, named, metric));

    internal static Gen<LabSpec> Any { get; } = Gen.Select(
        Gen.Select(Gen.Frequency((2, false), (1, true)), Bridge.Array[0, 3], Space.Array[0, 4], Link.Array[0, 6], Route.Array[0, 6]),
        Gen.Bool, Gen.Int[0, 9].Array[0, 2], Often, Often, Gen.Select(Gen.Int[0, 99].Array[0, 3], Commands, Firewall),
        (parts, forwarding, sysctls, uplink, masquerade, more) => new LabSpec(
            parts.Item1, parts.Item2, parts.Item3, parts.Item4, parts.Item5, forwarding, sysctls, uplink, masquerade, more.Item1, more.Item2, more.Item3));
}
