using System.Text.RegularExpressions;
using VethLab.Linux.NfTables;
using VethLab.Networks.Paths;
using static VethLab.Tests.Paths.ProbeLab;

namespace VethLab.Tests.Paths;

/// <summary>A traced probe tells which rules did what to it, and the rules that trace it are gone afterwards.</summary>
public sealed partial class PathTraceTests
{
    [Theory]
    [InlineData(PathProtocol.Icmp, false)]
    [InlineData(PathProtocol.Tcp, false)]
    [InlineData(PathProtocol.Udp, false)]
    [InlineData(PathProtocol.Icmp, true)]
    [InlineData(PathProtocol.Tcp, true)]
    [InlineData(PathProtocol.Udp, true)]
    public void The_rule_that_drops_is_named(PathProtocol protocol, bool isV6)
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; oifname lo drop; oifname up0 counter jump more; }; chain more { meta mark 5 accept; meta l4proto { icmp, icmpv6, tcp, udp } drop; }; }");
        var before = WithoutCounts(lab.Rules("host"));
        var seen = lab.Probe(Ask(protocol, isV6 ? "fd99::2" : "203.0.113.2", seconds: 1.5), lab.Routed);
        Assert.Equal(PathAnswer.None, seen.Answer);
        Assert.Equal(
            [
                new PathTraceStep("host", "inet", "f", "forward", Handle(lab, "oifname \"up0\""), "jump more", false),
                new PathTraceStep("host", "inet", "f", "more", Handle(lab, "meta l4proto"), "drop", false),
            ],
            seen.Trace);
        Assert.Equal(before, WithoutCounts(lab.Rules("host")));
        AssertNoTables(lab);
    }

    [Fact]
    public void A_policy_that_drops_is_named_after_the_rules_that_let_it_go_on()
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Nft("host", "table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; ct state established accept; ip daddr 203.0.113.0/24 counter; }; }");
        var seen = lab.Probe(Ask(PathProtocol.Icmp, "203.0.113.2", seconds: 1.2), lab.Routed);
        Assert.Equal(["ip filter FORWARD continue False", "ip filter FORWARD policy drop False"], seen.Trace.Select(Text));
    }

    [Fact]
    public void On_a_bridge_the_bridges_own_chains_are_traced_too()
    {
        using var lab = new ProbeLab();
        lab.Nft("host", "table bridge b { chain forward { type filter hook forward priority 0; ip protocol icmp drop; }; }");
        var seen = lab.Probe(Ask(PathProtocol.Icmp, "192.168.88.12", seconds: 1.2), lab.Bridged);
        Assert.Equal(["bridge b forward drop False"], seen.Trace.Select(Text));
        AssertNoTables(lab);
    }

    [Theory]
    [InlineData(PathProtocol.Icmp)]
    [InlineData(PathProtocol.Tcp)]
    [InlineData(PathProtocol.Udp)]
    public void An_answer_is_traced_through_the_translation_and_told_apart(PathProtocol protocol)
    {
        using var lab = new ProbeLab();
        lab.Masquerade();
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; iifname br01 accept; }; }");
        lab.Nft("ns01", "table inet f { chain input { type filter hook input priority 0; policy drop; iifname lo accept; }; }");
        using var server = protocol == PathProtocol.Icmp ? null : lab.Listen("outside", protocol, 7777, isAnswering: true);
        var seen = lab.Probe(Ask(protocol, "203.0.113.2", seconds: 1.2), lab.Routed);
        Assert.Equal(PathAnswer.None, seen.Answer);
        Assert.Equal("ns01/veth01 in", WayOf(seen.Reply)[^1]);
        Assert.Equal(
            ["inet f forward accept False", "inet nat post accept False", "inet f forward policy accept True", "inet f input policy drop True"], seen.Trace.Select(Text));
    }

    [Fact]
    public void A_stranger_that_uses_the_same_number_is_not_taken_for_it()
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; ip saddr 192.168.88.12 accept; ip saddr 192.168.88.11 drop; }; }");
        // Echo requests of every id that there is cannot be sent in time; those of the next few sockets can be told by their addresses only.
        using var noise = lab.Net.Start("ns02", "ping", "-q", "-i", "0.01", "203.0.113.2");
        try
        {
            var seen = lab.Probe(Ask(PathProtocol.Icmp, "203.0.113.2", seconds: 1.2), lab.Routed);
            Assert.Equal(["inet f forward drop False"], seen.Trace.Select(Text));
        }
        finally
        {
            noise.Kill();
            noise.WaitForExit();
        }
    }

    [Fact]
    public void It_is_traced_only_when_it_fails_and_there_are_rules_or_when_asked_for()
    {
        using var lab = new ProbeLab();
        lab.RouteBack();
        var question = Ask(PathProtocol.Icmp, "203.0.113.2", seconds: 1.2);
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; }; }");
        Assert.Empty(lab.Probe(question, lab.Routed).Trace);
        Assert.NotEmpty(lab.Probe(question with { Tracing = PathTracing.Always }, lab.Routed).Trace);
        lab.Nft("host", "add rule inet f forward drop");
        Assert.Empty(lab.Probe(question with { Tracing = PathTracing.Never }, lab.Routed).Trace);
        Assert.NotEmpty(lab.Probe(question, lab.Routed).Trace);
    }

    [Fact]
    public void Cancelled_it_leaves_no_rules()
    {
        using var lab = new ProbeLab();
        lab.Nft("host", "table inet f { chain forward { type filter hook forward priority 0; drop; }; }");
        for (var milliseconds = 0; milliseconds < 400; milliseconds += 25)
        {
            using var soon = new CancellationTokenSource(milliseconds);
            Assert.ThrowsAny<OperationCanceledException>(() =>
                lab.Probe(Ask(PathProtocol.Icmp, "203.0.113.2") with { Tracing = PathTracing.Always }, lab.Routed, cancellation: soon.Token));
            AssertNoTables(lab);
        }
    }

    [Fact]
    public void Tables_of_processes_that_are_gone_are_removed_and_those_of_others_stay()
    {
        using var lab = new ProbeLab();
        var (gone, alive) = (LeftOver.OfADeadProcess(NfFlowTrace.TablePrefix), LeftOver.OfThisProcess(NfFlowTrace.TablePrefix));
        lab.Nft("host", $"table inet {gone} {{ }}; table inet {alive} {{ }}");
        _ = lab.Probe(Ask(PathProtocol.Icmp, "192.168.88.12") with { Tracing = PathTracing.Always }, lab.Bridged);
        Assert.Equal($"table inet {alive} {{\n}}\n", lab.Rules("host"));
    }

    private static void AssertNoTables(ProbeLab lab)
    {
        foreach (var name in new[] { "host", "ns01", "ns02", "outside" })
            Assert.DoesNotContain(NfFlowTrace.TablePrefix, lab.Rules(name), StringComparison.Ordinal);
    }

    private static string Text(PathTraceStep step) => $"{step.Family} {step.Table} {step.Chain}{(step.RuleHandle is null ? " policy" : "")} {step.Verdict} {step.IsReply}";

    private static ulong Handle(ProbeLab lab, string words) => ulong.Parse(
        lab.Net.Run("host", "nft", "-a", "list", "ruleset").Split('\n').Single(line => line.Contains(words, StringComparison.Ordinal)).Split("# handle ")[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static string WithoutCounts(string rules) => Counts().Replace(rules, "");

    [GeneratedRegex(" packets \\d+ bytes \\d+")]
    private static partial Regex Counts();
}
