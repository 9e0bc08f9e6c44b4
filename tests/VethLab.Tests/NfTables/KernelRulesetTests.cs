using System.Net;
using System.Text.Json;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Tests.NfTables;

/// <summary>Made here and read by nft and iptables, made by them and read here.</summary>
public sealed class KernelRulesetTests : IDisposable
{
    private const NfFamily Ip = NfFamily.IPv4;
    private static readonly IPAddress Lab = IPAddress.Parse("192.168.88.0");
    private readonly NfSandbox sandbox = new();

    private NfTablesClient Client => sandbox.Client;

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void A_masquerade_of_ours_is_what_nft_would_have_made()
    {
        Client.Commit(new NfBatch()
            .AddTable(Ip, "vethlab")
            .AddChain(Ip, "vethlab", "postrouting", new NfBaseChain("nat", NfHook.Postrouting, 100))
            .AddRule(
                Ip, "vethlab", "postrouting",
                [
                    .. Match.SourceNetwork(Lab, 24), .. Match.DestinationNetwork(Lab, 24, negated: true),
                    .. Match.OutInterface("br01", negated: true), new CounterExpression(), new MasqueradeExpression(),
                ],
                "Labor für alle"));

        Assert.Equal(
            """
            table ip vethlab {
            	chain postrouting {
            		type nat hook postrouting priority srcnat; policy accept;
            		ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 oifname != "br01" counter packets 0 bytes 0 masquerade comment "Labor für alle"
            	}
            }

            """,
            sandbox.Run("nft", "list", "ruleset"));
        Assert.Equal("", sandbox.Try("", "iptables", ["-t", "nat", "-S"]).Error);
    }

    [Fact]
    public void Every_kind_of_condition_is_shown_by_nft_as_meant()
    {
        var batch = new NfBatch().AddTable(Ip, "t").AddChain(Ip, "t", "c").AddChain(Ip, "t", "d")
            .AddRule(Ip, "t", "c", [.. Match.SourceNetwork(IPAddress.Parse("10.1.17.1"), 20), VerdictExpression.Accept])
            .AddRule(Ip, "t", "c", [.. Match.DestinationNetwork(IPAddress.Parse("10.1.1.1"), 32), VerdictExpression.Drop])
            .AddRule(Ip, "t", "c", [.. Match.InInterface("br01"), VerdictExpression.Return])
            .AddRule(Ip, "t", "c", [.. Match.OutInterfaceBeginning("br", negated: true), VerdictExpression.Jump("d")])
            .AddRule(
                Ip, "t", "c",
                [
                    new MetaExpression(MetaKey.Mark), new CompareExpression(CompareOperator.Equal, new NfBytes([7, 0, 0, 0])),
                    VerdictExpression.Goto("d"),
                ])
            .AddRule(Ip, "t", "c", [VerdictExpression.Continue]);
        Client.Commit(batch);

        Assert.Equal(
            [
                "ip saddr 10.1.16.0/20 accept",
                "ip daddr 10.1.1.1 drop",
                "iifname \"br01\" return",
                "oifname != \"br*\" jump d",
                "meta mark 0x00000007 goto d",
                "continue",
            ],
            sandbox.NftRules("ip", "t", "c"));
    }

    [Fact]
    public void Ipv6_conditions_are_shown_by_nft_and_ip6tables_as_meant()
    {
        sandbox.Run("ip6tables", "-P", "FORWARD", "DROP");
        var address = IPAddress.Parse("fd00:88::1");
        NfExpressionList accept = [new CounterExpression(), VerdictExpression.Accept];
        Client.Commit(new NfBatch()
            .AddRule(NfFamily.IPv6, "filter", "FORWARD", [.. Match.SourceNetwork(address, 64), .. accept])
            .AddRule(NfFamily.IPv6, "filter", "FORWARD", [.. Match.DestinationNetwork(address, 49, true), .. accept]));

        Assert.EndsWith(
            "-P FORWARD DROP\n-P OUTPUT ACCEPT\n-A FORWARD -s fd00:88::/64 -j ACCEPT\n-A FORWARD ! -d fd00:88::/49 -j ACCEPT\n",
            sandbox.Run("ip6tables", "-S"), StringComparison.Ordinal);
        Assert.Equal(
            ["ip6 saddr fd00:88::/64 counter packets 0 bytes 0 accept", "ip6 daddr != fd00:88::/49 counter packets 0 bytes 0 accept"],
            sandbox.NftRules("ip6", "filter", "FORWARD"));
    }

    [Fact]
    public void Accept_rules_of_ours_in_iptables_chain_are_shown_by_iptables_with_their_comments()
    {
        sandbox.Run("iptables", "-P", "FORWARD", "DROP");
        sandbox.Run("iptables", "-A", "FORWARD", "-s", "10.0.0.0/8", "-j", "DROP");
        NfExpressionList accept = [new CounterExpression(), VerdictExpression.Accept];
        Client.Commit(new NfBatch()
            .InsertRule(Ip, "filter", "FORWARD", [.. Match.OutInterface("br01"), .. accept], "vethlab: br01 \"out\"")
            .InsertRule(Ip, "filter", "FORWARD", [.. Match.InInterface("br01"), .. accept], "vethlab: br01"));

        const string rules =
            "-A FORWARD -i br01 -m comment --comment \"vethlab: br01\" -j ACCEPT\n"
            + "-A FORWARD -o br01 -m comment --comment \"vethlab: br01 \\\"out\\\"\" -j ACCEPT\n"
            + "-A FORWARD -s 10.0.0.0/8 -j DROP\n";
        Assert.Equal("-P INPUT ACCEPT\n-P FORWARD DROP\n-P OUTPUT ACCEPT\n" + rules, sandbox.Run("iptables", "-S"));
        Assert.Contains(rules, sandbox.Run("iptables-save"), StringComparison.Ordinal);

        // iptables also deletes them as its own, and goes on working.
        sandbox.Run("iptables", "-D", "FORWARD", "-i", "br01", "-m", "comment", "--comment", "vethlab: br01", "-j", "ACCEPT");
        sandbox.Run("iptables", "-A", "FORWARD", "-j", "RETURN");
        Assert.Equal(3, Client.GetRules(Ip, "filter", "FORWARD").Count);
        sandbox.RunWithInput(sandbox.Run("iptables-save"), "iptables-restore", "--test");
    }

    [Fact]
    public void Rules_of_iptables_are_found_again_by_their_expressions_whatever_they_counted()
    {
        sandbox.Run("iptables", "-A", "FORWARD", "-c", "5", "420", "-i", "br01", "-s", "192.168.88.0/24", "-j", "ACCEPT");
        NfExpressionList wanted =
            [.. Match.InInterface("br01"), .. Match.SourceNetwork(Lab, 24), new CounterExpression(), VerdictExpression.Accept];

        var rule = Assert.Single(Client.GetRules(Ip, "filter", "FORWARD"));

        Assert.True(rule.Expressions.DoesSameAs(wanted));
        Assert.NotEqual(wanted, rule.Expressions);
        Assert.Equal(new CounterExpression(5, 420), rule.Expressions.OfType<CounterExpression>().Single());
        Assert.False(rule.Expressions.DoesSameAs([.. wanted, VerdictExpression.Drop]));
    }

    [Fact]
    public void Comments_of_iptables_and_nft_are_read()
    {
        sandbox.Run("iptables", "-A", "FORWARD", "-m", "comment", "--comment", "von iptables: ä", "-j", "ACCEPT");
        sandbox.Run("nft", "add rule ip filter FORWARD counter comment \"von nft: ö\"");
        sandbox.Run("iptables", "-A", "FORWARD", "-j", "ACCEPT");

        Assert.Equal(["von iptables: ä", "von nft: ö", null], Client.GetRules(Ip, "filter", "FORWARD").Select(rule => rule.Comment));
    }

    [Fact]
    public void A_rule_that_is_only_a_comment_is_kept_by_the_kernel()
    {
        var longest = new string('x', 127);
        Client.Commit(new NfBatch()
            .AddTable(Ip, "vethlab").AddChain(Ip, "vethlab", "saved")
            .AddRule(Ip, "vethlab", "saved", [], "net.ipv4.ip_forward=0")
            .AddRule(Ip, "vethlab", "saved", [], longest));

        var rules = Client.GetRules(Ip, "vethlab", "saved");
        Assert.Equal(["net.ipv4.ip_forward=0", longest], rules.Select(rule => rule.Comment));
        Assert.All(rules, rule => Assert.Empty(rule.Expressions));
        Assert.False(Client.GetChains()[0].IsBase);
        Assert.Equal(["comment \"net.ipv4.ip_forward=0\"", $"comment \"{longest}\""], sandbox.NftRules("ip", "vethlab", "saved"));
    }

    [Fact]
    public void Saved_values_with_a_counter_survive_nfts_own_save_and_restore()
    {
        Client.Commit(new NfBatch()
            .AddTable(Ip, "vethlab").AddChain(Ip, "vethlab", "saved")
            .AddRule(Ip, "vethlab", "saved", [new CounterExpression()], "net.ipv4.ip_forward=0"));

        sandbox.RunWithInput("flush ruleset\n" + sandbox.Run("nft", "list", "ruleset"), "nft", "-f", "-");

        Assert.Equal("net.ipv4.ip_forward=0", Assert.Single(Client.GetRules(Ip, "vethlab")).Comment);
    }

    [Fact]
    public void Tables_and_chains_are_the_same_as_in_nfts_list()
    {
        sandbox.Run("nft", "add table inet a { chain in { type filter hook input priority -10; policy drop; }; chain side { }; }");
        sandbox.Run("nft", "add table bridge b { chain f { type filter hook forward priority 0; }; }");
        sandbox.Run("nft", "add table netdev n { chain i { type filter hook ingress device \"lo\" priority 3; }; }");
        sandbox.Run("nft", "add chain netdev n e { type filter hook egress device \"lo\" priority 4; }");
        sandbox.Run("nft", "add table arp x { chain o { type filter hook output priority 0; }; }");
        sandbox.Run("iptables", "-P", "FORWARD", "DROP");
        Client.Commit(new NfBatch().AddTable(NfFamily.Netdev, "ours")
            .AddChain(NfFamily.Netdev, "ours", "lo-in", new NfBaseChain("filter", NfHook.Ingress, -7, NfVerdict.Drop, "lo")));

        Assert.Equal(
            sandbox.NftList("table").Select(table => (Text(table, "family"), Text(table, "name"), table.GetProperty("handle").GetUInt64())),
            Client.GetTables().Select(table => ((string?)table.Family.NftName(), (string?)table.Name, table.Handle)));
        Assert.Equal(
            sandbox.NftList("chain").Select(chain => string.Join(' ',
                Text(chain, "family"), Text(chain, "table"), Text(chain, "name"), Text(chain, "handle"), Text(chain, "type"),
                Text(chain, "hook"), Text(chain, "prio"), Text(chain, "policy"))).Order(),
            Client.GetChains().Select(chain => string.Join(' ',
                chain.Family.NftName(), chain.Table, chain.Name, chain.Handle, chain.Type,
                chain.Hook?.NftName(), chain.Priority, chain.Policy?.NftName())).Order());
        // nft 1.0.6 leaves devices out of its JSON.
        Assert.Contains(
            "hook ingress device \"lo\" priority filter - 7; policy drop;",
            sandbox.Run("nft", "list", "table", "netdev", "ours"), StringComparison.Ordinal);
        Assert.All(Client.GetChains(NfFamily.Netdev), chain => Assert.Equal("lo", chain.Device));
        Assert.Equal(["lo-in"], Client.GetChains(table: "ours").Select(chain => chain.Name));
        Assert.Equal(["f"], Client.GetChains(NfFamily.Bridge).Select(chain => chain.Name));
    }

    [Fact]
    public void Rules_are_listed_per_table_and_chain_with_nfts_handles()
    {
        sandbox.Run("nft", "add table ip a { chain x { counter; accept; }; chain y { drop; }; }; add table ip b { chain x { counter; }; }");
        sandbox.Run("nft", "add table ip6 a { chain x { counter; }; }");

        Assert.Equal([("x", 2), ("y", 1)], Client.GetRules(Ip, "a").CountBy(rule => rule.Chain).Select(one => (one.Key, one.Value)));
        Assert.Equal(
            sandbox.NftList("rule").Where(rule => Text(rule, "family") == "ip" && Text(rule, "table") == "a" && Text(rule, "chain") == "x")
                .Select(rule => rule.GetProperty("handle").GetUInt64()),
            Client.GetRules(Ip, "a", "x").Select(rule => rule.Handle));
        Assert.Empty(Client.GetRules(Ip, "a", "z"));
        Assert.Equal(NfFamily.IPv6, Assert.Single(Client.GetRules(NfFamily.IPv6, "a")).Family);
    }

    [Fact]
    public void A_sleeping_table_is_one_for_both()
    {
        // nft 1.0.6 prints garbage for flags as JSON.
        sandbox.Run("nft", "add table ip theirs { flags dormant; }");
        Client.Commit(new NfBatch().AddTable(Ip, "ours", NfTableFlags.Dormant).AddTable(Ip, "theirs"));

        Assert.All(Client.GetTables(), table => Assert.Equal(NfTableFlags.Dormant, table.Flags));
        Assert.Equal("table ip theirs {\n\tflags dormant\n}\ntable ip ours {\n\tflags dormant\n}\n", sandbox.Run("nft", "list", "ruleset"));
    }

    [Fact]
    public void A_table_that_a_process_owns_tells_whose_it_is()
    {
        Client.Commit(new NfBatch().AddTable(Ip, "owned", NfTableFlags.Owner));

        var table = Assert.Single(sandbox.AnotherClient().GetTables());

        Assert.Equal(NfTableFlags.Owner, table.Flags);
        Assert.NotNull(table.OwnerPort);
        Assert.NotEqual(0, sandbox.Try("", "nft", ["delete", "table", "ip", "owned"]).Code);
    }

    [Fact]
    public void Names_are_utf8_up_to_255_bytes()
    {
        var name = new string('é', 127) + "x";
        Client.Commit(new NfBatch().AddTable(Ip, name).AddChain(Ip, name, name).AddChain(Ip, name, "top")
            .AddRule(Ip, name, "top", [VerdictExpression.Jump(name)]));

        Assert.Equal(name, Assert.Single(Client.GetTables()).Name);
        Assert.Equal(VerdictExpression.Jump(name), Assert.Single(Client.GetRules(Ip, name, "top")).Expressions[0]);
        Client.Commit(new NfBatch().DeleteTable(Ip, name));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
