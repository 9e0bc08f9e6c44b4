using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;

namespace VethLab.Tests.NfTables.Evaluation;

/// <summary>What is not known of a packet, or not understood of a rule, is never guessed.</summary>
public sealed class UnknownTests : IDisposable
{
    private readonly NfSandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData("limit rate 1/second accept", PacketFate.Unknown)]
    [InlineData("ip ttl 64 accept", PacketFate.Unknown)]
    [InlineData("numgen random mod 2 0 drop", PacketFate.Unknown)]
    [InlineData("meta skuid 0 drop", PacketFate.Unknown)]
    [InlineData("tcp dport 80 accept", PacketFate.Unknown)]
    [InlineData("ct state established accept", PacketFate.Unknown)]
    [InlineData("iif 7 accept", PacketFate.Unknown)]
    [InlineData("fib daddr type local drop", PacketFate.Unknown)]
    [InlineData("ip saddr 10.0.0.1 limit rate 1/second accept", PacketFate.Unknown)]
    [InlineData("ip saddr 10.9.9.9 limit rate 1/second accept", PacketFate.Drop)]
    [InlineData("limit rate 1/second counter", PacketFate.Drop)]
    [InlineData("limit rate 1/second ip saddr 10.9.9.9 accept", PacketFate.Drop)]
    [InlineData("udp dport 80 accept", PacketFate.Drop)]
    [InlineData("ip saddr { 10.0.0.1, 10.0.0.2 } accept", PacketFate.Accept)]
    public void A_rule_decides_only_what_is_known(string rule, PacketFate expected)
    {
        Load($"table ip t {{ chain c {{ type filter hook forward priority 0; policy drop; {rule}; }}; }}");

        Assert.Equal(expected, Evaluate().Fate);
    }

    [Fact]
    public void A_later_drop_is_final_whatever_an_earlier_chain_does()
    {
        Load("table ip t { chain c { type filter hook forward priority 0; limit rate 1/second accept; }; chain d { type filter hook forward priority 1; policy drop; }; }");

        var decision = Evaluate();

        Assert.Equal((PacketFate.Drop, "d"), (decision.Fate, decision.Decider!.Chain.Name));
        Assert.Equal(PacketFate.Unknown, decision.Chains[0].Fate);
        Assert.Contains("limit", decision.Chains[0].Reason);
    }

    [Fact]
    public void Later_chains_meet_the_packet_as_it_is_translated()
    {
        Load("""
            table ip t {
              chain nat { type nat hook prerouting priority -100; tcp dport 80 dnat to 10.9.9.9:8080; }
              chain late { type filter hook prerouting priority 0; policy drop; ip daddr 10.9.9.9 tcp dport 8080 accept; }
            }
            """);

        var decision = RulesetEvaluator.Evaluate(
            NfRuleset.Read(sandbox.Client), NfFamily.IPv4, NfHook.Prerouting, Packet with { DestinationPort = 80, State = FlowState.New });

        Assert.Equal(PacketFate.Accept, decision.Fate);
        Assert.Equal(new PacketTranslation(PacketEnd.Destination, IPAddress.Parse("10.9.9.9"), 8080), decision.Chains[0].Translation);
        Assert.Equal(IPAddress.Parse("10.9.9.9"), decision.Packet.Destination);
    }

    private static PacketDescription Packet => new()
    {
        Family = NfFamily.IPv4, InInterface = "in", OutInterface = "out", Source = IPAddress.Parse("10.0.0.1"), Destination = IPAddress.Parse("10.1.0.1"), Protocol = 6,
    };

    private HookDecision Evaluate() => RulesetEvaluator.Evaluate(NfRuleset.Read(sandbox.Client), NfFamily.IPv4, NfHook.Forward, Packet);

    private void Load(string ruleset) => sandbox.RunWithInput(ruleset, "nft", "-f", "-");
}
