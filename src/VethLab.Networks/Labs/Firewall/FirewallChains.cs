using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Firewall;

/// <summary>A rule of nf_tables, and how nft(8) writes it.</summary>
/// <param name="Hook">Whose chain it is in.</param>
/// <param name="Expressions">What it does.</param>
/// <param name="Text">The same in nft's language, without the comment.</param>
/// <param name="Comment">What it was written as; null for those that every firewall has.</param>
internal sealed record FirewallLine(NfHook Hook, NfExpressionList Expressions, string Text, string? Comment = null);

/// <summary>A base chain, and what becomes of packets that no rule of it decides on.</summary>
internal sealed record FirewallChain(NfHook Hook, FirewallPolicy Policy);

/// <summary>
/// A firewall as chains of an nf_tables table of the family inet. Each chain first lets pass what must: replies and errors, and where it is about the
/// namespace itself its loopback and what IPv6 needs to find neighbours. A chain that would let all through is left out.
/// </summary>
internal sealed class FirewallChains
{
    internal const NfFamily Family = NfFamily.Inet;

    private const string Loopback = "lo";

    /// <summary>ICMPv6 without which nobody finds anybody: multicast listeners and neighbours (RFC 2710, 3810, 4861), in ranges of types.</summary>
    private static readonly (byte First, byte Last)[] Discovery = [(130, 136), (143, 143)];

    private static readonly NfHook[] Hooks = [NfHook.Input, NfHook.Forward, NfHook.Output];

    private FirewallChains(IReadOnlyList<FirewallChain> chains, IReadOnlyList<FirewallLine> lines)
    {
        Chains = chains;
        Lines = lines;
    }

    internal IReadOnlyList<FirewallChain> Chains { get; }

    internal IReadOnlyList<FirewallLine> Lines { get; }

    /// <summary>Works out the firewall of a namespace.</summary>
    internal static FirewallChains Of(LabFirewall firewall, string owner, FirewallNodes nodes)
    {
        var chains = new List<FirewallChain>();
        var lines = new List<FirewallLine>();
        foreach (var hook in Hooks)
        {
            var rules = firewall.Rules.Where(rule => rule.HookIn(owner) == hook).OrderBy(rule => rule.Allows).ToList();
            var policy = firewall.PolicyOf(hook);
            if (rules.Count == 0 && policy == FirewallPolicy.Accept)
                continue;
            chains.Add(new FirewallChain(hook, policy));
            lines.AddRange(Always(hook));
            lines.AddRange(rules.SelectMany(rule => nodes.Pairs(rule, owner).SelectMany(pair => LinesOf(rule, pair, hook))));
        }
        return new FirewallChains(chains, lines);
    }

    private static IEnumerable<FirewallLine> Always(NfHook hook)
    {
        yield return new FirewallLine(hook, [.. Match.EstablishedOrRelated(), VerdictExpression.Accept], "ct state established,related accept");
        if (hook == NfHook.Forward)
            yield break;
        yield return hook == NfHook.Input
            ? new FirewallLine(hook, [.. Match.InInterface(Loopback), VerdictExpression.Accept], $"iifname {Loopback} accept")
            : new FirewallLine(hook, [.. Match.OutInterface(Loopback), VerdictExpression.Accept], $"oifname {Loopback} accept");
        foreach (var (first, last) in Discovery)
        {
            yield return new FirewallLine(
                hook,
                [.. Match.Family(NfFamily.IPv6), .. Match.Protocol(FirewallPorts.IcmpV6), .. Match.IcmpTypes(first, last), VerdictExpression.Accept],
                $"icmpv6 type {(first == last ? $"{first}" : $"{first}-{last}")} accept");
        }
    }

    private static IEnumerable<FirewallLine> LinesOf(FirewallRule rule, (IPPrefix? From, IPPrefix? To) pair, NfHook hook)
    {
        // Without an address ICMP is both.
        var family = FirewallNodes.FamilyOf(pair);
        byte?[] protocols = rule.Protocol switch
        {
            null => [null],
            "icmp" when family is null => [FirewallPorts.Protocols["icmp"], FirewallPorts.IcmpV6],
            "icmp" when family == AddressFamily.InterNetworkV6 => [FirewallPorts.IcmpV6],
            var name => [FirewallPorts.Protocols[name]],
        };
        var address = family == AddressFamily.InterNetworkV6 ? "ip6" : "ip";
        foreach (var protocol in protocols)
        {
            var expressions = new List<NfExpression>();
            var words = new List<string>();
            if (family is { } known)
                expressions.AddRange(Match.Family(known == AddressFamily.InterNetworkV6 ? NfFamily.IPv6 : NfFamily.IPv4));
            if (pair.From is { } from)
            {
                expressions.AddRange(Match.SourceNetwork(from.Address, from.Length));
                words.Add($"{address} saddr {from}");
            }
            if (pair.To is { } to)
            {
                expressions.AddRange(Match.DestinationNetwork(to.Address, to.Length));
                words.Add($"{address} daddr {to}");
            }
            if (protocol is { } number)
            {
                expressions.AddRange(Match.Protocol(number));
                if (rule is { FirstPort: { } first, LastPort: { } last })
                {
                    expressions.AddRange(Match.DestinationPorts(first, last));
                    words.Add(first == last ? $"{rule.Protocol} dport {first}" : $"{rule.Protocol} dport {first}-{last}");
                }
                else
                {
                    words.Add($"meta l4proto {number}");
                }
            }
            expressions.Add(new CounterExpression());
            expressions.Add(rule.Allows ? VerdictExpression.Accept : VerdictExpression.Drop);
            words.Add(rule.Allows ? "counter accept" : "counter drop");
            yield return new FirewallLine(hook, [.. expressions], string.Join(' ', words), rule.ToComment());
        }
    }
}
