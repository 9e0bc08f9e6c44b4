using System.Net;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Tests.Support;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Tests.NfTables;

/// <summary>Rules as we write them against rules as iptables-nft and nft wrote them.</summary>
public class RuleEncodingTests
{
    private static readonly CounterExpression Counter = new();

    private static NfExpressionList RuleOf(string recording) => recording switch
    {
        "iptables-in-interface" => [.. Match.InInterface("br01"), Counter, VerdictExpression.Accept],
        "iptables-out-interface" => [.. Match.OutInterface("br01"), Counter, VerdictExpression.Accept],
        "iptables-not-interfaces" =>
            [.. Match.InInterface("br01", negated: true), .. Match.OutInterface("br02", negated: true), Counter, VerdictExpression.Drop],
        "iptables-interface-beginning" => [.. Match.InInterfaceBeginning("br"), Counter, VerdictExpression.Accept],
        "iptables-source-24" => [.. Source("192.168.88.77", 24), Counter, VerdictExpression.Accept],
        "iptables-source-20" => [.. Source("10.1.17.1", 20), Counter, VerdictExpression.Accept],
        "iptables-not-destination-24" => [.. Destination("192.168.88.0", 24, true), Counter, VerdictExpression.Return],
        "iptables-destination-host" => [.. Destination("192.168.88.11", 32), Counter, VerdictExpression.Accept],
        "iptables-everything" =>
        [
            .. Match.InInterface("br01"), .. Match.OutInterface("br01", negated: true), .. Source("192.168.88.0", 24),
            .. Destination("10.0.0.0", 9, true), Counter, VerdictExpression.Accept,
        ],
        "ip6tables-source-64" => [.. Source("fd00:88::1", 64), Counter, VerdictExpression.Accept],
        "ip6tables-not-destination-49" => [.. Destination("fd00:88::", 49, true), Counter, VerdictExpression.Accept],
        _ => throw new ArgumentException($"no rule for {recording}", nameof(recording)),
    };

    private static NfExpressionList Source(string address, int length, bool negated = false) =>
        Match.SourceNetwork(IPAddress.Parse(address), length, negated);

    private static NfExpressionList Destination(string address, int length, bool negated = false) =>
        Match.DestinationNetwork(IPAddress.Parse(address), length, negated);

    public static TheoryData<string> WrittenByIptables { get; } = new(
        "iptables-in-interface", "iptables-out-interface", "iptables-not-interfaces", "iptables-interface-beginning", "iptables-source-24",
        "iptables-source-20", "iptables-not-destination-24", "iptables-destination-host", "iptables-everything", "ip6tables-source-64",
        "ip6tables-not-destination-49");

    [Theory]
    [MemberData(nameof(WrittenByIptables))]
    public void A_rule_is_written_byte_for_byte_as_iptables_nft_writes_it(string name)
    {
        var recorded = Assert.Single(Recording.OfType(Recording.Load(name).Sent, NFT_MSG_NEWRULE));
        var family = (NfFamily)recorded[16];
        var batch = name == "iptables-out-interface"
            ? new NfBatch().InsertRule(family, "filter", "FORWARD", RuleOf(name))
            : new NfBatch().AddRule(family, "filter", "FORWARD", RuleOf(name));

        var ours = Assert.Single(batch.Requests).Finish(BitConverter.ToUInt32(recorded, 8)).ToArray();

        // iptables ends with NFTA_RULE_COMPAT, which only nft_compat's matches and targets read.
        const int compatLength = 20;
        var expected = recorded[..^compatLength];
        BitConverter.TryWriteBytes(expected, expected.Length);
        Assert.Equal("14000580080001000000000008000200", Convert.ToHexString(recorded[^compatLength..^4]));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(ours));
    }

    [Fact]
    public void A_base_chain_is_written_as_nft_writes_it()
    {
        var recorded = Assert.Single(Recording.OfType(Recording.Load("nft-chain").Sent, NFT_MSG_NEWCHAIN));
        var batch = new NfBatch().AddChain(
            NfFamily.IPv4, "vethlab", "postrouting", new NfBaseChain("nat", NfHook.Postrouting, 100));

        // nft puts the type before the hook; the kernel does not care.
        Assert.Equal(AttributesOf(recorded), AttributesOf(batch.Requests[0].Finish(1).ToArray()));
    }

    [Fact]
    public void A_masquerade_rule_means_what_nft_writes()
    {
        var recorded = Assert.Single(Recording.OfType(Recording.Load("nft-masquerade").Sent, NFT_MSG_NEWRULE));
        NfExpressionList ours =
        [
            .. Source("192.168.88.0", 24), .. Destination("192.168.80.0", 20, true), .. Match.OutInterface("br01", negated: true),
            Counter, new MasqueradeExpression(),
        ];
        var batch = new NfBatch().AddRule(NfFamily.IPv4, "vethlab", "postrouting", ours, "héllo");

        var nft = NfRule.Decode(NFT_MSG_NEWRULE, recorded.AsSpan(16))!;
        var written = NfRule.Decode(NFT_MSG_NEWRULE, batch.Requests[0].Finish(1)[16..])!;

        // The bytes differ in two places only: nft pads interface names to 16 bytes and leaves the counter's zeros out.
        Assert.Equal(ours, written.Expressions);
        Assert.Equal(nft.Expressions.Count, ours.Count);
        Assert.Equal(MatchReader.Read(nft).Matches, MatchReader.Read(written).Matches);
        Assert.Equal("héllo", nft.Comment);
        Assert.Equal(nft with { Expressions = ours }, written);
    }

    private static NfExpressionList FirewallRuleOf(string recording) => recording switch
    {
        "nft-replies" => [.. Match.EstablishedOrRelated(), VerdictExpression.Accept],
        "nft-tcp-port" =>
            [.. Match.Family(NfFamily.IPv4), .. Source("10.0.1.2", 32), .. Destination("10.0.2.0", 24), .. Match.Protocol(6), .. Match.DestinationPorts(8080, 8080), Counter, VerdictExpression.Accept],
        "nft-udp-ports" => [.. Match.Family(NfFamily.IPv6), .. Destination("fd00:88::", 64), .. Match.Protocol(17), .. Match.DestinationPorts(5000, 6000), Counter, VerdictExpression.Drop],
        "nft-icmp" => [.. Match.Family(NfFamily.IPv4), .. Source("10.1.16.0", 20), .. Match.Protocol(1), Counter, VerdictExpression.Accept],
        "nft-discovery" => [.. Match.Family(NfFamily.IPv6), .. Match.Protocol(58), .. Match.IcmpTypes(133, 136), VerdictExpression.Accept],
        _ => throw new ArgumentException($"no rule for {recording}", nameof(recording)),
    };

    public static TheoryData<string> WrittenForFirewalls { get; } = new("nft-replies", "nft-tcp-port", "nft-udp-ports", "nft-icmp", "nft-discovery");

    [Theory]
    [MemberData(nameof(WrittenForFirewalls))]
    public void A_rule_of_a_firewall_has_the_expressions_that_nft_writes(string name)
    {
        var recorded = Assert.Single(Recording.OfType(Recording.Load(name).Sent, NFT_MSG_NEWRULE));
        var batch = new NfBatch().AddRule(NfFamily.Inet, "wall", "forward", FirewallRuleOf(name));

        // Each with its bytes, as they are decoded from both messages: nft leaves a counter's zeros out.
        var nft = NfRule.Decode(NFT_MSG_NEWRULE, recorded.AsSpan(16))!;
        Assert.Equal(nft, NfRule.Decode(NFT_MSG_NEWRULE, batch.Requests[0].Finish(1)[16..]));
        Assert.DoesNotContain(nft.Expressions, expression => expression is UnknownExpression);
    }

    private static List<(int, string)> AttributesOf(byte[] message)
    {
        var list = new List<(int, string)>();
        foreach (var attribute in new NetlinkAttributes(message.AsSpan(20)))
            list.Add((attribute.Type, Convert.ToHexString(attribute.Payload)));
        list.Sort();
        return list;
    }
}
