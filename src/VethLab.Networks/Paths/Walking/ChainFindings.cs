using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Says what a chain does to packets that it does not let pass, and what would let them.</summary>
internal static class ChainFindings
{
    internal static void Stop(WalkContext context, PathSpace space, NfRuleset ruleset, NfHook hook, ChainDecision decision, PacketDescription packet)
    {
        var chain = decision.Chain;
        var name = ChainStage.NameOf(chain);
        var bridged = packet.InBridgePort is { Length: > 0 } port && packet.OutBridgePort is { Length: > 0 } ? $", and bridge netfilter shows it packets that {packet.InInterface} bridges from {port}" : string.Empty;
        if (decision.Rule is not { } rule)
        {
            context.Report.Certain(
                PathCause.ChainPolicyDrop, $"{name} in {space.Description} has the policy drop, and no rule of it accepts {Words(packet)}{bridged}", FixPolicy(space, chain, hook, packet));
            return;
        }
        var cause = decision.Fate == PacketFate.Reject ? PathCause.RuleReject : PathCause.RuleDrop;
        var does = decision.Fate switch { PacketFate.Reject => "rejects", PacketFate.Queue => "hands to a program", _ => "drops" };
        var evidence = $"rule {rule.Handle} of {rule.Family.NftName()} {rule.Table} {rule.Chain} in {space.Description}, \"{RuleWords.Of(ruleset, rule).Text}\", {does} {Words(packet)}{bridged}";
        if (decision.Fate == PacketFate.Queue)
        {
            context.Report.HasGap = true;
            context.Report.Suspect(PathCause.RuleDrop, evidence);
            return;
        }
        context.Report.Certain(cause, evidence, Repair.Inside(space, $"nft delete rule {rule.Family.NftName()} {Repair.Word(rule.Table)} {Repair.Word(rule.Chain)} handle {rule.Handle}"));
    }

    internal static void Unsure(WalkContext context, PathSpace space, NfRuleset ruleset, ChainDecision decision)
    {
        context.Report.HasGap = true;
        var rule = decision.Rule is { } one ? $"rule {one.Handle} \"{RuleWords.Of(ruleset, one).Text}\"" : "a rule";
        context.Report.Suspect(PathCause.RuleDrop, $"{rule} of {ChainStage.NameOf(decision.Chain)} in {space.Description} may stop packets: {decision.Reason}");
    }

    private static string Words(PacketDescription packet)
    {
        var what = packet.Protocol switch { 1 => "ICMP", 58 => "ICMPv6", 6 => "TCP", 17 => "UDP", _ => "packets" };
        return $"{what} from {packet.Source} to {packet.Destination}{(packet.DestinationPort is { } port ? $" port {port}" : "")}";
    }

    /// <summary>
    /// For iptables' FORWARD and a bridge, accept rules that iptables goes on listing; elsewhere the policy of iptables' chain, or rules at the top of the
    /// chain for these two addresses alone.
    /// </summary>
    private static string FixPolicy(PathSpace space, NfChain chain, NfHook hook, PacketDescription packet)
    {
        var isIptables = chain is { Family: NfFamily.IPv4 or NfFamily.IPv6, Table: "filter", Name: "FORWARD" or "INPUT" or "OUTPUT" };
        if (isIptables && hook == NfHook.Forward && BridgeOf(space, packet) is { } bridge && !IsOtherDropping(space, chain))
            return $"Enable-NetForwarding -Bridge {Repair.Word(bridge)}{Repair.On(space)}";
        if (isIptables)
            return Repair.Inside(space, $"{(chain.Family == NfFamily.IPv6 ? "ip6tables" : "iptables")} -P {chain.Name} ACCEPT");
        var ip = packet.Family == NfFamily.IPv6 ? "ip6" : "ip";
        List<string> rules = [Accept($"{packet.Source}", $"{packet.Destination}")];
        if (hook == NfHook.Forward)
            rules.Add(Accept($"{packet.Destination}", $"{packet.Source}"));
        // Bridged packets come with the neighbour discovery that they need.
        if (packet.Family == NfFamily.IPv6 && (chain.Family == NfFamily.Bridge || packet is { InBridgePort.Length: > 0, OutBridgePort.Length: > 0 }))
            rules.Add($"nft insert rule {chain.Family.NftName()} {Repair.Word(chain.Table)} {Repair.Word(chain.Name)} 'icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept'");
        return Repair.Inside(space, rules);

        string Accept(string source, string destination) =>
            $"nft insert rule {chain.Family.NftName()} {Repair.Word(chain.Table)} {Repair.Word(chain.Name)} {ip} saddr {source} {ip} daddr {destination} accept";
    }

    private static string? BridgeOf(PathSpace space, PacketDescription packet) =>
        new[] { packet.InInterface, packet.OutInterface }.FirstOrDefault(name => space.Links.Any(link => link.Name == name && link.Kind == "bridge"));

    /// <summary>Enable-NetForwarding refuses where it could not help.</summary>
    private static bool IsOtherDropping(PathSpace space, NfChain chain) => space.Ruleset.Chains.Any(other =>
        other is { Hook: NfHook.Forward, Policy: NfVerdict.Drop } && other != chain && other is not { Family: NfFamily.IPv4 or NfFamily.IPv6, Table: "filter", Name: "FORWARD" });
}
