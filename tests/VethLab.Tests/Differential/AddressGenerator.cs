using CsCheck;

namespace VethLab.Tests.Differential;

/// <summary>Addresses from few networks, so that they meet: secondary ones, the same twice, gateways that are reachable.</summary>
internal static class AddressGenerator
{
    internal static Gen<string> IPv4 { get; } = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 9], (network, host) => $"10.0.{network}.{host}");

    internal static Gen<string> IPv6 { get; } = Gen.Frequency(
        (4, Gen.Select(Gen.Int[0, 2], Gen.Int[1, 9], (network, host) => $"fd00:{network}::{host}")), (1, Gen.Int[1, 9].Select(host => $"fe80::{host}")));

    private static readonly Gen<string> Lifetimes =
        Words.One("preferred_lft 0", "valid_lft 3000 preferred_lft 2000", "valid_lft 3000 preferred_lft 0", "valid_lft 86400 preferred_lft 3600");

    private static readonly Gen<string[]> Options4 = Words.Some(
        Words.One("broadcast +", "broadcast 10.0.99.255"), Words.One("scope link", "scope host", "scope site", "scope 17"), Words.Number("metric", 1, 3), Lifetimes,
        Words.One("noprefixroute"), Words.One("label :1", "label :second"));

    private static readonly Gen<string[]> Options6 = Gen.Select(
        Gen.Frequency((5, "nodad"), (1, "")),
        Words.Some(Words.Number("metric", 1, 3), Lifetimes, Words.One("noprefixroute"), Words.One("home"), Words.One("mngtmpaddr"), Words.One("optimistic")),
        (nodad, others) => nodad.Length == 0 ? others : [.. others, nodad]);

    /// <summary>Of itself, or of a peer behind it.</summary>
    private static Gen<string> Prefix(Gen<string> address, Gen<int> length) => Gen.Frequency(
        (6, Gen.Select(address, length, (one, bits) => $"{one}/{bits}")), (1, Gen.Select(address, address, length, (one, other, bits) => $"{one} peer {other}/{bits}")));

    internal static Gen<AddressSpec> Address { get; } = Gen.Frequency(
        (1, Gen.Select(Words.Port, Prefix(IPv4, Gen.OneOf(24, 24, 24, 24, 16, 30, 31, 32)), Options4, (port, prefix, options) => new AddressSpec(port, prefix, options))),
        (1, Gen.Select(Words.Port, Prefix(IPv6, Gen.OneOf(64, 64, 48, 127, 128)), Options6, (port, prefix, options) => new AddressSpec(port, prefix, options))));
}
