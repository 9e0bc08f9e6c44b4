using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;

namespace VethLab.Networks.Nat;

/// <summary>A masquerade as it is wished for.</summary>
/// <param name="Source">Whose packets.</param>
public sealed record MasqueradeDescription(MasqueradeSource Source)
{
    private static readonly IPPrefix Multicast4 = new(IPAddress.Parse("224.0.0.0"), 4);
    private static readonly IPPrefix Multicast6 = new(IPAddress.Parse("ff00::"), 8);

    /// <summary>The bridge that it is for; null: for the addresses alone.</summary>
    public string? Bridge { get; init; }

    /// <summary>The interface that packets have to leave by; null: any.</summary>
    public string? OutInterface { get; init; }

    /// <summary>Exactly the rule of a tutorial: packets within the source itself, and multicast, are masqueraded too.</summary>
    public bool IsExact { get; init; }

    /// <summary>Networks that packets go to with their own addresses.</summary>
    public IReadOnlyList<IPPrefix> ExcludeDestination { get; init; } = [];

    internal static IPPrefix MulticastOf(NfFamily family) => family == NfFamily.IPv6 ? Multicast6 : Multicast4;

    internal NfExpressionList Expressions =>
    [
        .. OutInterface is { } name ? Match.OutInterface(name) : NfExpressionList.Empty,
        .. Source.Match(PacketEnd.Source),
        .. IsExact ? NfExpressionList.Empty : Source.Match(PacketEnd.Destination, negated: true),
        .. IsExact ? NfExpressionList.Empty : Excluding(MulticastOf(Source.Family)),
        .. ExcludeDestination.SelectMany(Excluding),
        new CounterExpression(),
        new MasqueradeExpression(),
    ];

    private static NfExpressionList Excluding(IPPrefix network) => Match.DestinationNetwork(network.Address, network.Length, negated: true);

    /// <summary>The rule in nft's words, but for its comment.</summary>
    internal string Words
    {
        get
        {
            var ip = Source.Family.NftName();
            var words = new List<string>();
            if (OutInterface is { } name)
                words.Add($"oifname \"{name}\"");
            var isEverything = Source.Network is { Length: 0 };
            if (!isEverything)
                words.Add($"{ip} saddr {Source}");
            if (!IsExact && !isEverything)
                words.Add($"{ip} daddr != {Source}");
            if (!IsExact)
                words.Add($"{ip} daddr != {MulticastOf(Source.Family)}");
            words.AddRange(ExcludeDestination.Select(network => $"{ip} daddr != {network}"));
            return string.Join(' ', words.Append("counter masquerade"));
        }
    }

    /// <summary>What a rule was made of; null: it is none that masquerades.</summary>
    internal static MasqueradeDescription? Read(NfRule rule)
    {
        if (!rule.Expressions.OfType<MasqueradeExpression>().Any())
            return null;
        var matches = MatchReader.Read(rule).Matches;
        var source = matches.OfType<NetworkMatch>().FirstOrDefault(match => match is { End: PacketEnd.Source, Negated: false }) is { } network
            ? MasqueradeSource.Of(new IPPrefix(network.Network, network.PrefixLength))
            : matches.OfType<AddressRangeMatch>().FirstOrDefault(match => match is { End: PacketEnd.Source, Negated: false }) is { } range
            ? MasqueradeSource.Of(range)
            : MasqueradeSource.Of(new IPPrefix(rule.Family == NfFamily.IPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        var multicast = MulticastOf(rule.Family);
        var excluded = matches.OfType<NetworkMatch>().Where(match => match is { End: PacketEnd.Destination, Negated: true })
            .Select(match => new IPPrefix(match.Network, match.PrefixLength)).ToList();
        var isExact = !excluded.Contains(multicast);
        if (!isExact)
            excluded.RemoveAll(one => one == source.Network || one == multicast);
        return new MasqueradeDescription(source)
        {
            OutInterface = matches.OfType<InterfaceMatch>().FirstOrDefault(match => match is { Way: PacketWay.Out, Negated: false, IsPrefix: false })?.Name,
            IsExact = isExact,
            ExcludeDestination = excluded,
        };
    }
}
