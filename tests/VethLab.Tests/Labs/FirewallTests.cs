using VethLab.Linux.NfTables;
using VethLab.Networks;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Firewall;
using VethLab.Tests.Networks;
using VethLab.Tests.Support;

namespace VethLab.Tests.Labs;

/// <summary>The firewall of a namespace: what is written, what the kernel gets, what nft shows.</summary>
[Collection(Alone.Name)]
public class FirewallTests
{
    private const string Lab =
        """
        { 'name': 'fw', 'bridges': { 'left': { 'subnet': ['10.1.0.0/24', 'fd01::/64'], 'gateway': ['10.1.0.1', 'fd01::1'] }, 'right': { 'subnet': '10.2.0.0/20', 'gateway': '10.2.0.1' } },
          'namespaces': { 'a': {}, 'b': {}, 'c d': {}, 'w': { 'forwarding': true, 'firewall': { RULES } } },
          'links': [ { 'ends': [{ 'node': 'w', 'addresses': ['10.1.0.1/24', 'fd01::1/64'] }, 'left'] }, { 'ends': [{ 'node': 'w', 'addresses': '10.2.0.1/20' }, 'right'] },
                     { 'ends': ['a', 'left'] }, { 'ends': ['b', 'right'] }, { 'ends': ['c d', 'right'] } ] }
        """;

    private static (LabFirewall Firewall, FirewallChains Chains) Read(string rules)
    {
        var lab = Described.Lab(Lab.Replace("RULES", rules, StringComparison.Ordinal));
        var firewall = lab.Namespaces.First(space => space.Name == "w").Firewall!;
        return (firewall, FirewallChains.Of(firewall, "w", FirewallNodes.Of(lab)));
    }

    public static TheoryData<string, string[]> Rules => new()
    {
        { "'allow': 'a -> b tcp 8080'", ["chain forward drop", "ip saddr 10.1.0.2 ip daddr 10.2.0.2 tcp dport 8080 counter packets 0 bytes 0 accept comment \"allow a -> b tcp 8080\""] },
        { "'allow': 'left -> right'", ["ip saddr 10.1.0.0/24 ip daddr 10.2.0.0/20 counter packets 0 bytes 0 accept comment \"allow left -> right\""] },
        {
            "'allow': [{ 'from': ['a', 'right'], 'protocol': 'udp', 'port': ['53', '5000-6000'] }]",
            [
                "ip saddr 10.1.0.2 udp dport 53 counter packets 0 bytes 0 accept comment \"allow a -> any udp 53\"",
                "ip6 saddr fd01::2 udp dport 53 counter packets 0 bytes 0 accept comment \"allow a -> any udp 53\"",
                "ip saddr 10.2.0.0/20 udp dport 5000-6000 counter packets 0 bytes 0 accept comment \"allow right -> any udp 5000-6000\"",
            ]
        },
        {
            "'policy': 'accept', 'deny': ['any -> any icmp', 'a -> fd02::/48 icmp']",
            [
                "chain forward accept", "meta l4proto icmp counter packets 0 bytes 0 drop comment \"deny any -> any icmp\"", "meta l4proto ipv6-icmp counter packets 0 bytes 0 drop comment \"deny any -> any icmp\"",
                "ip6 saddr fd01::2 ip6 daddr fd02::/48 meta l4proto ipv6-icmp counter packets 0 bytes 0 drop comment \"deny a -> fd02::/48 icmp\"",
            ]
        },
        {
            "'input': 'drop', 'allow': ['any -> w tcp 22', 'w -> any udp 53'], 'deny': 'a -> w'",
            [
                "chain input drop", "chain forward drop", "chain output accept", "iifname \"lo\" accept", "oifname \"lo\" accept", "icmpv6 type 130-136 accept", "icmpv6 type mld2-listener-report accept", "ct state established,related accept",
                "ip saddr 10.1.0.2 counter packets 0 bytes 0 drop comment \"deny a -> w\"", "tcp dport 22 counter packets 0 bytes 0 accept comment \"allow any -> w tcp 22\"",
            ]
        },
        { "'allow': [{ 'from': 'c d', 'to': 'left', 'protocol': 'gre' }]", ["ip saddr 10.2.0.3 ip daddr 10.1.0.0/24 meta l4proto gre counter packets 0 bytes 0 accept comment \"allow c%20d -> left gre\""] },
        { "'allow': ['a -> 10.2.0.9 sctp 5', 'any -> right dccp 1-2', 'a -> b esp', 'a -> b ah']", ["tcp", "meta l4proto esp", "meta l4proto ah", "dccp dport 1-2", "sctp dport 5"] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_kernel_has_what_nft_shows_as_written_and_what_nft_itself_would_write(string rules, string[] expected)
    {
        var (_, chains) = Read(rules);
        using var ours = new Sandbox();
        using var theirs = new Sandbox();
        using (var session = Session.In(ours))
        {
            FirewallTable.Write(session, "vethlab-fw", chains);
            // Again is no other.
            FirewallTable.Write(session, "vethlab-fw", chains);
        }
        theirs.Run("nft", FirewallTable.Commands("vethlab-fw", chains));

        var shown = ours.Run("nft", "list", "ruleset");
        Assert.Equal(theirs.Run("nft", "list", "ruleset"), shown);
        foreach (var line in expected.Where(line => line != "tcp"))
        {
            if (line.Split(' ') is ["chain", var chain, var policy])
                Assert.Contains($"type filter hook {chain} priority filter; policy {policy};", shown, StringComparison.Ordinal);
            else
                Assert.Contains(line, shown, StringComparison.Ordinal);
        }
        // nft can read it again.
        ours.Run("nft", "flush", "ruleset");
        ours.RunWithInput(shown, "nft", "-f", "-");
        Assert.Equal(shown, ours.Run("nft", "list", "ruleset"));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void It_is_read_back_as_it_was_written(string rules, string[] expected)
    {
        Assert.NotEmpty(expected);
        var (firewall, chains) = Read(rules);
        using var here = new Sandbox();
        using var session = Session.In(here);
        FirewallTable.Write(session, "vethlab-fw", chains);

        Assert.Equal(firewall.InOrder("w"), FirewallTable.Read(session, "vethlab-fw")!.InOrder("w"));
        Assert.Null(FirewallTable.Read(session, "vethlab-other"));
    }

    [Fact]
    public void One_that_lets_all_through_has_no_table()
    {
        var (firewall, chains) = Read("'policy': 'accept'");
        Assert.Empty(chains.Chains);
        Assert.Null(firewall.InOrder("w"));
        using var here = new Sandbox();
        using var session = Session.In(here);
        FirewallTable.Write(session, "vethlab-fw", Read("'input': 'drop'").Chains);
        FirewallTable.Write(session, "vethlab-fw", chains);
        Assert.Empty(session.NfTables.GetTables());
    }

    [Theory]
    [InlineData("allow a -> b")]
    [InlineData("deny a%20b -> any icmp")]
    [InlineData("allow fd00::/8 -> 10.0.0.1 udp 5-6")]
    public void A_rule_s_comment_is_read_back(string comment) => Assert.Equal(comment, FirewallRule.ParseComment(comment)!.ToComment());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("allow a -> b tcp 80 and more")]
    [InlineData("allow a -> b tcp eighty")]
    [InlineData("let a -> b")]
    [InlineData("allow a => b")]
    public void Another_comment_is_no_rule(string? comment) => Assert.Null(FirewallRule.ParseComment(comment));

    [Fact]
    public void Packets_of_a_rule_that_denies_are_dropped_whatever_is_allowed()
    {
        var (firewall, chains) = Read("'allow': 'any -> b', 'deny': 'a -> b'");
        Assert.Equal(["a -> b", "any -> b"], firewall.Rules.Select(rule => rule.ToString()));
        Assert.Equal([null, "deny a -> b", "allow any -> b"], chains.Lines.Where(line => line.Hook == NfHook.Forward).Select(line => line.Comment));
    }
}
