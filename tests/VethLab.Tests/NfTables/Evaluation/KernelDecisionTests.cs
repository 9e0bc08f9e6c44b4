using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.NfTables.Words;
using VethLab.Tests.Support;
using Xunit.Abstractions;

namespace VethLab.Tests.NfTables.Evaluation;

/// <summary>
/// What the evaluator says of a packet is what the kernel does with it: real packets through random rulesets of nft and iptables, hook by hook.
/// VETHLAB_SEED=… repeats a run, VETHLAB_SETUPS=… makes more rulesets.
/// </summary>
[Collection(Alone.Name)]
public sealed class KernelDecisionTests(ITestOutputHelper output) : IDisposable
{
    private const int PacketsPerRuleset = 8;
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("VETHLAB_SETUPS"), out var count) ? count : 200;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("VETHLAB_SEED"), out var seed) ? seed : Environment.TickCount;
    private readonly ForwardingSandbox sandbox = new();
    private readonly Random random = new(Seed);
    private readonly Dictionary<string, int> tally = [];

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void Rulesets_of_nft_do_what_is_said()
    {
        var generator = new RandomRuleset(random);
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var ruleset = generator.Nft();
            Try(generator, () =>
            {
                if (sandbox.TryLoad(ruleset, out var error))
                    return true;
                refused++;
                Assert.True(refused < 20 + (Count / 4), $"nft refuses too much: {error}{ruleset}");
                return false;
            });
        }
        output.WriteLine($"seed {Seed}, {Count - refused} rulesets: {string.Join(", ", tally.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}");
        AssertEnough();
    }

    [Fact]
    public void Rulesets_of_iptables_do_what_is_said()
    {
        var generator = new RandomRuleset(random);
        for (var i = 0; i < Count / 2; i++)
        {
            var rules = generator.Iptables();
            Try(generator, () =>
            {
                sandbox.RestoreIptables(rules);
                return true;
            });
        }
        output.WriteLine($"seed {Seed}: {string.Join(", ", tally.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}");
        AssertEnough();
    }

    /// <summary>Every answer has been given often, and "unknown" seldom.</summary>
    private void AssertEnough()
    {
        foreach (var fate in new[] { PacketFate.Accept, PacketFate.Drop, PacketFate.Reject })
            Assert.True(tally.GetValueOrDefault($"{fate}") >= Count / 20, $"{fate} only {tally.GetValueOrDefault($"{fate}")} times");
        Assert.True(tally.GetValueOrDefault($"{PacketFate.Unknown}") < tally.Values.Sum() / 4, "unknown too often");
    }

    private void Try(RandomRuleset generator, Func<bool> load)
    {
        var packets = new List<(TestPacket Packet, FlowState State)>();
        for (var i = 0; i < PacketsPerRuleset; i++)
        {
            var packet = generator.Packet();
            packets.Add(random.Next(4) == 0 ? (Establish(packet), FlowState.Established) : (packet, FlowState.New));
        }
        try
        {
            if (!load())
                return;
            foreach (var (packet, state) in packets)
                Check(packet, state);
        }
        finally
        {
            sandbox.Clear();
        }
    }

    /// <summary>Makes a flow with packets both ways, and returns its next one.</summary>
    private TestPacket Establish(TestPacket packet)
    {
        sandbox.Send(packet);
        sandbox.Send(packet.Reply(TestPacket.SYN | TestPacket.ACK));
        return packet.Protocol == TestPacket.TCP ? packet with { TcpFlags = TestPacket.ACK } : packet;
    }

    private void Check(TestPacket sent, FlowState state)
    {
        var before = NfRuleset.Read(sandbox.Client);
        var passed = sandbox.Send(sent);
        var after = NfRuleset.Read(sandbox.Client);

        var packet = sent.Describe(state, ForwardingSandbox.In);
        var family = sent.IsIPv4 ? NfFamily.IPv4 : NfFamily.IPv6;
        foreach (var hook in new[] { NfHook.Prerouting, NfHook.Forward, NfHook.Postrouting })
        {
            if (hook != NfHook.Prerouting)
                packet = packet with { OutInterface = ForwardingSandbox.Out };
            var decision = RulesetEvaluator.Evaluate(before, family, hook, packet);
            tally[$"{decision.Fate}"] = tally.GetValueOrDefault($"{decision.Fate}") + 1;
            packet = decision.Packet;
            if (decision.Fate == PacketFate.Unknown)
            {
                Assert.NotNull(decision.Decider!.Reason);
                if (!passed.Contains(hook))
                    return;
                continue;
            }
            Assert.True(decision.Fate == PacketFate.Accept == passed.Contains(hook), Story(before, sent, state, hook, decision, passed.Contains(hook) ? "let it pass" : "dropped it"));
            // After a chain that is not understood it may be dropped already.
            foreach (var one in decision.Chains.TakeWhile(one => one.Fate != PacketFate.Unknown).Where(one => one.Rule is not null))
                Assert.True(Counted(after, one.Rule!) > Counted(before, one.Rule!), Story(before, sent, state, hook, decision, $"has not come to '{RuleWords.Of(before, one.Rule!).Text}'"));
            if (decision.Fate != PacketFate.Accept)
                return;
        }
    }

    private static ulong Counted(NfRuleset ruleset, NfRule rule) =>
        ruleset.Rules.Single(other => other.Family == rule.Family && other.Table == rule.Table && other.Handle == rule.Handle && other.Chain == rule.Chain)
            .Expressions.OfType<CounterExpression>().First().Packets;

    private static string Story(NfRuleset ruleset, TestPacket packet, FlowState state, NfHook hook, HookDecision decision, string kernel) =>
        $"seed {Seed}: {packet} ({state}) at {hook}: {decision.Fate} by {decision.Decider?.Chain.Table} {decision.Decider?.Chain.Name} "
        + $"'{(decision.Decider?.Rule is { } rule ? RuleWords.Of(ruleset, rule).Text : "policy")}', but the kernel {kernel}\n"
        + string.Join('\n', ruleset.Chains.Select(chain => $"{chain.Family} {chain.Table} {chain.Name} {chain.Hook} {chain.Priority} {chain.Policy}\n"
            + string.Join('\n', ruleset.RulesOf(chain).Select(one => $"   {one.Handle}: {RuleWords.Of(ruleset, one).Text}"))));
}
