using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Fills in the addresses that the kernel chooses itself when it translates (nf_nat_masquerade.c, nf_nat_redirect.c).</summary>
internal static class TranslatedPacket
{
    internal static PacketDescription Complete(PathSpace space, NfRuleset ruleset, HookDecision decision, PacketDescription before, PacketDescription after, IPAddress? nextHop)
    {
        if (decision.Chains.LastOrDefault(chain => chain.Translation is not null) is not { Rule: { } rule })
            return after;
        if (after.Source is null && IsMasquerade(rule))
            after = after with { Source = SourceFor(space, before.OutInterface, nextHop ?? before.Destination!) };
        if (after.Destination is null && IsRedirect(rule))
            after = after with { Destination = OwnFor(space, before) };
        return after;
    }

    internal static string Words(PacketDescription before, PacketDescription after)
    {
        var words = new List<string>();
        if (!Equals(before.Source, after.Source))
            words.Add($"source {before.Source} becomes {after.Source?.ToString() ?? "an address that is not known"}");
        if (!Equals(before.Destination, after.Destination) || before.DestinationPort != after.DestinationPort)
            words.Add($"destination {End(before)} becomes {(after.Destination is null ? "an address that is not known" : End(after))}");
        return string.Join(", ", words);

        static string End(PacketDescription packet) => packet.DestinationPort is { } port ? $"{packet.Destination} port {port}" : $"{packet.Destination}";
    }

    internal static bool IsMasquerade(NfRule rule) => rule.Expressions.Any(expression => expression is MasqueradeExpression or XtTargetExpression { Extension: "MASQUERADE" });

    private static bool IsRedirect(NfRule rule) => rule.Expressions.Any(expression => expression is RedirectExpression or XtTargetExpression { Extension: "REDIRECT" });

    /// <summary>The address that an interface shows to a neighbour: one of the same network, else its first.</summary>
    internal static IPAddress? SourceFor(PathSpace space, string? link, IPAddress neighbor)
    {
        var index = space.Links.FirstOrDefault(one => one.Name == link)?.Index;
        var own = space.AddressesOf(neighbor.AddressFamily).Where(address => address.InterfaceIndex == index && !address.Flags.HasFlag(AddressFlags.DuplicateDetected))
            .OrderBy(address => address.Flags.HasFlag(AddressFlags.Secondary)).ToList();
        return (own.FirstOrDefault(address => address.Address.Contains(neighbor)) ?? own.FirstOrDefault())?.Address.Address;
    }

    private static IPAddress? OwnFor(PathSpace space, PacketDescription before)
    {
        if (before.InInterface is null or "")
            return before.Family == NfFamily.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        var index = space.Links.FirstOrDefault(one => one.Name == before.InInterface)?.Index;
        var family = before.Family == NfFamily.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return space.AddressesOf(family).FirstOrDefault(address => address.InterfaceIndex == index)?.Address.Address;
    }
}
