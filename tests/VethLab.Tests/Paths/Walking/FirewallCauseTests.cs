using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

public sealed class FirewallCauseTests : CauseTests
{
    [Theory]
    [InlineData("192.168.88.12", "iptables", "ip", "Enable-NetForwarding -Bridge br01 -Namespace host")]
    [InlineData("fd88::12", "ip6tables", "ip6", "Enable-NetForwarding -Bridge br01 -Namespace host")]
    [InlineData("192.168.99.13", "iptables", "ip", "Enable-NetForwarding -Bridge br01 -Namespace host")]
    [InlineData("fd99::13", "ip6tables", "ip6", "Enable-NetForwarding -Bridge br01 -Namespace host")]
    public void Forward_policy_of_iptables(string to, string program, string family, string fix)
    {
        Lab.Sh("host", $"{program} -P FORWARD DROP");
        ExpectDead(PathCause.ChainPolicyDrop, $"host: {family} filter FORWARD", "ns01", to, fix);
    }

    [Theory]
    [InlineData("192.168.88.12", "ip")]
    [InlineData("fd88::12", "ip6")]
    [InlineData("192.168.99.13", "ip")]
    [InlineData("fd99::13", "ip6")]
    public void Forward_policy_of_nft(string to, string ip)
    {
        Lab.Nft("host", "table inet fw { chain forward { type filter hook forward priority 0; policy drop; tcp dport 22 accept; }; }");
        var source = to.StartsWith("fd", StringComparison.Ordinal) ? "fd88::11" : "192.168.88.11";
        var discovery = to == "fd88::12" ? "; nft insert rule inet fw forward 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept'" : "";
        ExpectDead(
            PathCause.ChainPolicyDrop, "host: inet fw forward", "ns01", to,
            $"Invoke-NetNamespace host {{ nft insert rule inet fw forward {ip} saddr {source} {ip} daddr {to} accept; nft insert rule inet fw forward {ip} saddr {to} {ip} daddr {source} accept{discovery} }}");
    }

    [Theory]
    [InlineData("192.168.99.13", "drop", "RuleDrop")]
    [InlineData("fd99::13", "drop", "RuleDrop")]
    [InlineData("192.168.88.12", "reject", "RuleReject")]
    [InlineData("fd99::13", "reject", "RuleReject")]
    public void A_single_rule(string to, string verdict, string cause)
    {
        Lab.Nft("host", $"table inet other {{ chain some {{ type filter hook forward priority 10; meta l4proto {{ icmp, ipv6-icmp }} {verdict}; }}; }}");
        var found = Expect(Enum.Parse<PathCause>(cause), "host: inet other some", "ns01", to);
        Assert.Matches("^Invoke-NetNamespace host { nft delete rule inet other some handle [0-9]+ }$", found.Fix);
        Assert.False(Lab.Pings("ns01", to));
    }

    [Theory]
    [InlineData("ns02", "input", "192.168.88.12")]
    [InlineData("ns02", "output", "fd88::12")]
    [InlineData("ns01", "output", "192.168.88.12")]
    [InlineData("ns01", "input", "fd88::12")]
    public void At_the_ends(string place, string hook, string to)
    {
        Lab.Nft(place, $"table inet own {{ chain {hook} {{ type filter hook {hook} priority 0; icmpv6 type {{ echo-request, echo-reply }} drop; ip protocol icmp drop; }}; }}");
        Expect(PathCause.RuleDrop, $"{place}: inet own {hook}", "ns01", to);
        Assert.False(Lab.Pings("ns01", to));
    }

    [Fact]
    public void A_chain_of_the_bridge_itself()
    {
        Lab.Nft("host", "table bridge sw { chain f { type filter hook forward priority 0; iifname br-veth01 oifname br-veth02 ip protocol icmp drop; }; }");
        Expect(PathCause.RuleDrop, "host: bridge sw f", "ns01", "192.168.88.12");
        Assert.False(Lab.Pings("ns01", "192.168.88.12"));
    }

    [Fact]
    public void A_rule_that_cannot_be_judged_is_a_suspect()
    {
        Lab.Nft("host", "table inet limited { chain f { type filter hook forward priority 0; limit rate 1/second drop; }; }");
        var walk = Lab.Walk("ns01", "192.168.88.12");
        Assert.False(walk.IsComplete);
        Assert.Contains(walk.Findings, finding => finding is { Weight: PathFindingWeight.Suspect, Cause: PathCause.RuleDrop });
        Assert.DoesNotContain(walk.Findings, finding => finding.Weight == PathFindingWeight.Certain);
        Assert.Contains(walk.Hops, hop => hop is { Kind: PathHopKind.Chain, State: PathHopState.Unknown, Name: "inet limited f" });
    }

    [Fact]
    public void Bridged_packets_pass_iptables_only_where_the_bridge_says_so()
    {
        Lab.Sh("host", "iptables -P FORWARD DROP");
        Lab.Set("host", "bridge/bridge-nf-call-iptables", "0");
        var walk = Lab.Walk("ns01", "192.168.88.12");
        Assert.True(walk.Findings.Count == 0 && walk.IsComplete && Lab.Answers("ns01", "192.168.88.12"), Shown.Of(walk));

        Lab.Ip("host", "link set br01 type bridge nf_call_iptables 1");
        ExpectDead(PathCause.ChainPolicyDrop, "host: ip filter FORWARD", "ns01", "192.168.88.12");
    }

    [Fact]
    public void Legacy_iptables_cannot_be_judged()
    {
        Lab.Sh("host", "iptables-legacy -A FORWARD -j DROP");
        var walk = Lab.Walk("ns01", "192.168.99.13");
        Assert.DoesNotContain(walk.Findings, finding => finding.Weight == PathFindingWeight.Certain);
        Assert.Contains(walk.Findings, finding => finding is { Weight: PathFindingWeight.Suspect, Cause: PathCause.LegacyIptables });
        Assert.Contains(walk.Hops, hop => hop is { Kind: PathHopKind.LegacyTable, State: PathHopState.Unknown });
    }
}
