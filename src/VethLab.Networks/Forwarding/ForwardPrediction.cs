using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Words;
using VethLab.Networks.Errors;
using VethLab.Networks.Firewall;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Forwarding;

/// <summary>What the chains at the forward hook do with packets, as things are, and if iptables-nft's FORWARD chain accepted them.</summary>
internal sealed class ForwardPrediction
{
    private readonly NfRuleset ruleset;
    private readonly NfRuleset others;

    private ForwardPrediction(NfRuleset ruleset)
    {
        this.ruleset = ruleset;
        others = ruleset with { Chains = [.. ruleset.Chains.Where(chain => !IptablesForward.Is(chain))] };
    }

    /// <exception cref="NetworkException">NotPermitted; ChangedMeanwhile: the rules change all the time.</exception>
    internal static ForwardPrediction Read(NamespaceSession session) =>
        KernelErrors.Explained(session.Name, () => new ForwardPrediction(session.HasNfTables ? NfRuleset.Read(session.NfTables) : NfRuleset.Empty));

    /// <summary>Where rules that accept belong; null: iptables-nft has no such chain of the family.</summary>
    internal string? PlaceFor(NfFamily family) => IptablesForward.PlaceFor([.. ruleset.Chains], family);

    /// <summary>As things are.</summary>
    internal HookDecision Now(PacketDescription packet) => RulesetEvaluator.Evaluate(ruleset, packet.Family, NfHook.Forward, packet);

    /// <summary>If iptables-nft's own chain accepted it.</summary>
    internal HookDecision Accepted(PacketDescription packet) => RulesetEvaluator.Evaluate(others, packet.Family, NfHook.Forward, packet);

    /// <summary>What the bridge's own chains do with it.</summary>
    internal HookDecision OfBridge(PacketDescription packet) => RulesetEvaluator.Evaluate(ruleset, NfFamily.Bridge, NfHook.Forward, packet);

    internal static bool IsLost(HookDecision decision) => decision.Fate is PacketFate.Drop or PacketFate.Reject or PacketFate.Queue;

    /// <summary>What decides, in words: "the policy drop of the chain inet filter forward (firewalld)".</summary>
    internal string Describe(HookDecision decision)
    {
        if (decision.Decider is not { } decider)
            return "nothing";
        var chain = $"the chain {decider.Chain.Family.NftName()} {decider.Chain.Table} {decider.Chain.Name} ({OwnerOf(decider.Chain)})";
        return decider switch
        {
            { Fate: PacketFate.Unknown, Rule: { } rule } => $"the rule '{RuleWords.Of(ruleset, rule).Text}' in {InChain(decider.Chain, rule, chain)}, of which it is not known whether it matches",
            { Fate: PacketFate.Unknown } => $"{chain}, as {decider.Reason}",
            { Rule: { } rule } => $"the rule '{RuleWords.Of(ruleset, rule).Text}' in {InChain(decider.Chain, rule, chain)}",
            _ => $"the policy {decider.Chain.Policy?.NftName() ?? "drop"} of {chain}",
        };
    }

    /// <summary>The rule may stand in a chain that the base chain leads to.</summary>
    private static string InChain(NfChain chain, NfRule rule, string words) => rule.Chain == chain.Name ? words : $"{rule.Chain}, which {words} leads to";

    private string OwnerOf(NfChain chain) => ruleset.TableOf(chain) is { } table
        ? TableOwner.Of(table, [.. ruleset.Chains.Where(other => other.Family == chain.Family && other.Table == chain.Table)])
        : TableOwner.Unknown;
}
