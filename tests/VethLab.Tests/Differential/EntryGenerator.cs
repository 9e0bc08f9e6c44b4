using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Entries of neighbour tables and of forwarding databases.</summary>
internal static class EntryGenerator
{
    private static readonly Gen<string> Mac = Gen.Int[0, 5].Select(last => $"02:aa:00:00:00:{last:x2}");

    /// <summary>No state that changes by itself within the time of a test: none that is being asked for, unless it has no carrier.</summary>
    private static readonly Gen<string[]> States = Gen.Select(
        Mac, Gen.OneOf("permanent", "permanent", "stale", "reachable", "noarp", "failed", "none", "proxy"),
        Gen.Frequency((3, ""), (1, "router"), (1, "extern_learn"), (1, "router extern_learn")),
        (mac, state, flags) => state == "proxy" ? ["proxy"] : new[] { $"lladdr {mac}", $"nud {state}", flags }.Where(word => word.Length > 0).ToArray());

    internal static Gen<NeighborSpec> Neighbor { get; } = Gen.Select(
        Words.Port, Gen.OneOf(AddressGenerator.IPv4, AddressGenerator.IPv6), States, (port, address, state) => new NeighborSpec(port, address, state));

    private static readonly Gen<string[]> OnPort = Gen.Select(
        Words.One("master", "master", "master", "self"), Words.One("static", "dynamic", "local", "static sticky", "dynamic extern_learn"),
        Gen.Frequency((6, ""), (1, "vlan 5")), (where, state, vlan) => new[] { where, state, vlan }.Where(word => word.Length > 0).ToArray());

    private static readonly Gen<string[]> OnVxlan = Gen.Select(
        Words.One("self", "self static", "self dynamic"), Gen.OneOf("10.0.0.2", "10.0.0.3", "fd00::2").Select(host => $"dst {host}"),
        Words.Some(Words.Number("port", 5000, 5003), Words.Number("vni", 70, 72)),
        (where, host, more) => (string[])[where, host, .. more]);

    internal static Gen<FdbSpec> Fdb { get; } = Gen.Select(
        Words.One("add", "append"), Gen.Int[0, 30], Gen.OneOf(Mac, Mac, Gen.Const("00:00:00:00:00:00")), Gen.Frequency((2, OnPort), (1, OnVxlan)),
        (verb, port, mac, options) => new FdbSpec(verb, port, mac, options));
}
