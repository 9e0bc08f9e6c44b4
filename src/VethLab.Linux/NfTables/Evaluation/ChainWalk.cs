using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>A packet's way through one base chain and the chains that its rules lead to (nft_do_chain).</summary>
internal sealed class ChainWalk(NfRuleset ruleset, PacketState state)
{
    /// <summary>NFT_JUMP_STACK_SIZE; the kernel refuses rulesets that are deeper.</summary>
    private const int MaximumDepth = 16;

    /// <summary>What the chain does with the packet, which it may change.</summary>
    internal ChainDecision Through(NfChain chain)
    {
        var walk = Walk(chain, chain, 0);
        return walk ?? new ChainDecision(chain, chain.Policy == NfVerdict.Drop ? PacketFate.Drop : PacketFate.Accept, null);
    }

    /// <summary>Null: the end is reached, or a return, and the caller goes on.</summary>
    private ChainDecision? Walk(NfChain start, NfChain chain, int depth)
    {
        foreach (var rule in ruleset.RulesOf(chain))
        {
            var result = new RuleRun(ruleset, state, rule).Run();
            switch (result)
            {
                case { Kind: RuleResultKind.Goes }:
                    continue;
                case { Kind: RuleResultKind.Returns }:
                    return null;
                case { Kind: RuleResultKind.Decides }:
                    return new ChainDecision(start, result.Fate, rule, result.Reason, result.Translation);
            }
            if (depth >= MaximumDepth || ruleset.Chain(chain.Family, chain.Table, result.Chain!) is not { } next)
                return new ChainDecision(start, PacketFate.Unknown, rule, $"chain {result.Chain} cannot be followed");
            if (Walk(start, next, depth + 1) is { } decision)
                return decision;
            if (result.Kind == RuleResultKind.GoesTo)
                return null;
        }
        return null;
    }
}
