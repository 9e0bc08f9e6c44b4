using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Words;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Lets a packet pass the base chains of a hook: one hop each.</summary>
internal sealed class ChainStage(WalkContext context)
{
    /// <summary>Whether the packet passes; the packet is afterwards as the chains have made it.</summary>
    /// <param name="space">Where.</param>
    /// <param name="packets">Whose hook: the packet's own family, or Bridge or Netdev.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="packet">The packet with the interfaces that it has there.</param>
    /// <param name="nextHop">For translations at the way out: whom it is given to.</param>
    internal bool Pass(PathSpace space, NfFamily packets, NfHook hook, PacketDescription packet, IPAddress? nextHop = null)
    {
        var ruleset = space.Ruleset;
        var decision = RulesetEvaluator.Evaluate(ruleset, packets, hook, packet);
        foreach (var chain in decision.Chains)
        {
            var isEnd = chain == decision.Decider && decision.Fate is not (PacketFate.Accept or PacketFate.Unknown);
            context.Report.Hop(space, PathHopKind.Chain, NameOf(chain.Chain), Words(ruleset, chain), chain.Fate switch
            {
                PacketFate.Accept => PathHopState.Passes,
                PacketFate.Drop or PacketFate.Reject => PathHopState.Stops,
                _ => PathHopState.Unknown,
            });
            if (isEnd)
                ChainFindings.Stop(context, space, ruleset, hook, chain, packet);
            else if (chain.Fate is PacketFate.Unknown or PacketFate.Queue)
                ChainFindings.Unsure(context, space, ruleset, chain);
        }
        if (decision.Fate is PacketFate.Drop or PacketFate.Reject or PacketFate.Queue)
            return false;
        var after = decision.Packet;
        if (decision.Fate != PacketFate.Unknown)
            after = TranslatedPacket.Complete(space, ruleset, decision, packet, after, nextHop);
        else
            after = after with { Source = after.Source ?? packet.Source, Destination = after.Destination ?? packet.Destination, State = packet.State, Mark = after.Mark ?? packet.Mark };
        if (!Equals(after.Source, packet.Source) || !Equals(after.Destination, packet.Destination) || after.DestinationPort != packet.DestinationPort)
            context.Report.Hop(space, PathHopKind.Translation, NameOf(TranslatorOf(decision)), TranslatedPacket.Words(packet, after), after.Source is null || after.Destination is null ? PathHopState.Unknown : PathHopState.Passes);
        context.Translator = decision.Chains.LastOrDefault(chain => chain.Translation is not null)?.Rule ?? context.Translator;
        context.Packet.Header = after;
        return true;
    }

    private static NfChain TranslatorOf(HookDecision decision) => (decision.Chains.LastOrDefault(chain => chain.Translation is not null) ?? decision.Chains[^1]).Chain;

    internal static string NameOf(NfChain chain) => $"{chain.Family.NftName()} {chain.Table} {chain.Name}";

    private static string Words(NfRuleset ruleset, ChainDecision decision)
    {
        var chain = decision.Chain;
        var place = $"{chain.Hook?.NftName()} {chain.Priority}, policy {(chain.Policy ?? NfVerdict.Accept).NftName()}";
        if (decision.Rule is { } rule)
            return $"{place}: {(rule.Chain == chain.Name ? "" : $"{rule.Chain} ")}rule {rule.Handle} \"{RuleWords.Of(ruleset, rule).Text}\"{(decision.Reason is { } why ? $": {why}" : "")}";
        if (decision.Reason is { } reason)
            return $"{place}: {reason}";
        return $"{place}: {(decision.Fate == PacketFate.Drop ? "no rule accepts it" : "no rule stops it")}";
    }
}
