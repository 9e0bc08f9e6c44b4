using System.Net;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Tests.Support;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Tests.NfTables;

/// <summary>What the kernel listed for nft and iptables-nft, recorded; record.sh shows the ruleset.</summary>
public class RulesetDecodingTests
{
    private static readonly Recording Recorded = Recording.Load("list-ruleset");

    private static List<T> All<T>(ushort type, MessageDecoder<T> decode) where T : class =>
        [.. Recording.OfType(Recorded.Received, type).Select(message => decode(type, message.AsSpan(16))!)];

    private static readonly List<NfRule> Rules = All(NFT_MSG_NEWRULE, NfRule.Decode);

    private static List<NfRule> RulesOf(NfFamily family, string table, string chain) =>
        Rules.FindAll(rule => rule.Family == family && rule.Table == table && rule.Chain == chain);

    [Fact]
    public void Tables_have_their_families_names_and_comments()
    {
        var tables = All(NFT_MSG_NEWTABLE, NfTable.Decode);

        Assert.Equal(
            ["ip vethlab", "inet both", "bridge lan", "netdev dev", "arp neighbours", "ip filter", "ip nat"],
            tables.ConvertAll(table => $"{table.Family.NftName()} {table.Name}"));
        Assert.All(tables, table => Assert.Equal((NfTableFlags.None, null), (table.Flags, table.OwnerPort)));
        Assert.Equal(5u, tables[0].UseCount);
        Assert.Equal("\0\u0006a lab\0", System.Text.Encoding.UTF8.GetString(tables[0].UserData!.Value.Span));
        Assert.Null(tables[1].UserData);
        Assert.Equal(tables.Count, tables.Select(table => table.Handle).Distinct().Count());
    }

    [Fact]
    public void Chains_have_their_hooks_whatever_the_family_numbers_them()
    {
        var chains = All(NFT_MSG_NEWCHAIN, NfChain.Decode);

        Assert.Equal(
            [
                "ip vethlab saved",
                "ip vethlab prerouting: nat prerouting -100 accept",
                "ip vethlab postrouting: nat postrouting 100 accept",
                "ip vethlab forward: filter forward -5 drop",
                "inet both input: filter input 0 accept",
                "inet both early: filter ingress 5 accept br01",
                "bridge lan forward: filter forward -200 accept",
                "netdev dev in: filter ingress 0 accept br01, br02",
                "arp neighbours out: filter output 0 accept",
                "ip filter FORWARD: filter forward 0 accept",
                "ip nat POSTROUTING: nat postrouting 100 accept",
            ],
            chains.ConvertAll(Shown));
        Assert.False(chains[0].IsBase);
        Assert.Equal(3u, chains[0].UseCount);

        static string Shown(NfChain chain) => $"{chain.Family.NftName()} {chain.Table} {chain.Name}" + (chain.Hook is { } hook
            ? $": {chain.Type} {hook.NftName()} {chain.Priority} {chain.Policy?.NftName()} {chain.Device}".TrimEnd()
            : "");
    }

    [Fact]
    public void A_masquerade_rule_of_nft_has_its_expressions_and_comment()
    {
        var rule = RulesOf(NfFamily.IPv4, "vethlab", "postrouting")[0];

        NfExpressionList expected =
        [
            .. Match.SourceNetwork(IPAddress.Parse("192.168.88.0"), 24),
            .. Match.DestinationNetwork(IPAddress.Parse("192.168.88.0"), 24, negated: true),
            new MetaExpression(MetaKey.OutInterfaceName),
            new CompareExpression(CompareOperator.NotEqual, new NfBytes("br01\0\0\0\0\0\0\0\0\0\0\0\0"u8)),
            new CounterExpression(),
            new MasqueradeExpression(Flags: 4),
        ];
        Assert.Equal(expected, rule.Expressions);
        Assert.Equal("lab one", rule.Comment);
    }

    [Fact]
    public void Address_translation_to_fixed_values_is_read()
    {
        var dnat = RulesOf(NfFamily.IPv4, "vethlab", "prerouting")[0].Expressions;
        var snat = RulesOf(NfFamily.IPv4, "vethlab", "postrouting")[1].Expressions;

        Assert.Equal(new ImmediateExpression(new NfBytes([192, 168, 88, 11]), 1), dnat[4]);
        Assert.Equal(new ImmediateExpression(new NfBytes([0, 80]), 2), dnat[5]);
        Assert.Equal(new NatExpression(true, NfFamily.IPv4, 1, 1, 2, 2, 3), dnat[6]);
        Assert.Equal(new NatExpression(false, NfFamily.IPv4, 1, 1, null, null, 1), snat[3]);
    }

    [Fact]
    public void State_sets_logs_limits_rejects_and_jumps_are_read()
    {
        var forward = RulesOf(NfFamily.IPv4, "vethlab", "forward");
        var input = RulesOf(NfFamily.Inet, "both", "input");

        Assert.Equal(new ConntrackExpression(ConntrackKey.State), forward[0].Expressions[2]);
        Assert.Equal(new BitwiseExpression(new NfBytes([6, 0, 0, 0]), new NfBytes(new byte[4])), forward[0].Expressions[3]);
        Assert.Equal(new LookupExpression("allowed"), forward[1].Expressions[1]);
        Assert.Equal(new LogExpression("x ", Group: 3, SnapLength: null, QueueThreshold: null), (LogExpression)forward[1].Expressions[2]
            with { SnapLength = null, QueueThreshold = null });
        Assert.Equal(new LimitExpression(10, 1, 7, CountsBytes: false, Negated: true), forward[2].Expressions[0]);
        Assert.Equal(new RejectExpression(RejectKind.Unreachable, 3), forward[2].Expressions[^1]);
        Assert.Equal(new CompareExpression(CompareOperator.GreaterOrEqual, new NfBytes([10, 0, 0, 1])), forward[3].Expressions[1]);
        Assert.Equal(VerdictExpression.Jump("saved"), forward[3].Expressions[^1]);
        Assert.Equal(VerdictExpression.Goto("saved"), forward[4].Expressions[^1]);
        Assert.Equal(RejectKind.TcpReset, Assert.IsType<RejectExpression>(input[1].Expressions[^1]).With);
    }

    [Fact]
    public void What_iptables_has_run_by_nft_compat_keeps_its_raw_structure()
    {
        var commented = RulesOf(NfFamily.IPv4, "filter", "FORWARD")[0];
        var masquerade = Assert.IsType<XtTargetExpression>(RulesOf(NfFamily.IPv4, "nat", "POSTROUTING")[0].Expressions[^1]);

        var comment = Assert.Single(commented.Expressions.OfType<XtMatchExpression>());
        Assert.Equal(("comment", 0u, 256), (comment.Extension, comment.Revision, comment.Info.Length));
        Assert.Equal("iptables' own", commented.Comment);
        Assert.Equal(("MASQUERADE", 0u), (masquerade.Extension, masquerade.Revision));
    }

    [Fact]
    public void A_rule_that_was_read_is_written_as_it_came()
    {
        foreach (var message in Recording.OfType(Recorded.Received, NFT_MSG_NEWRULE))
        {
            var rule = NfRule.Decode(NFT_MSG_NEWRULE, message.AsSpan(16))!;
            var again = NfRule.Decode(
                NFT_MSG_NEWRULE, new NfBatch().AddRule(rule.Family, rule.Table, rule.Chain, rule.Expressions).Requests[0].Finish(1)[16..])!;

            Assert.Equal(rule.Expressions, again.Expressions);
            Assert.DoesNotContain(rule.Expressions, expression => expression is UnknownExpression);
        }
    }
}
