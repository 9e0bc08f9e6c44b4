using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Tests.Support;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Tests.NfTables;

public class MatchReaderTests
{
    private static readonly List<NfRule> Listed =
    [
        .. Recording.OfType(Recording.Load("list-ruleset").Received, NFT_MSG_NEWRULE)
            .Select(message => NfRule.Decode(NFT_MSG_NEWRULE, message.AsSpan(16))!),
    ];

    private static RuleReading Reading(string chain, int number) =>
        MatchReader.Read(Listed.FindAll(rule => $"{rule.Table} {rule.Chain}" == chain)[number]);

    private static NetworkMatch Network(PacketEnd end, string address, int length, bool negated = false) =>
        new(end, IPAddress.Parse(address), length, negated);

    public static TheoryData<string, RuleMatch[]> Iptables { get; } = new()
    {
        { "iptables-in-interface", [new InterfaceMatch(PacketWay.In, "br01", false, false)] },
        {
            "iptables-not-interfaces",
            [new InterfaceMatch(PacketWay.In, "br01", false, true), new InterfaceMatch(PacketWay.Out, "br02", false, true)]
        },
        { "iptables-interface-beginning", [new InterfaceMatch(PacketWay.In, "br", true, false)] },
        { "iptables-comment", [new InterfaceMatch(PacketWay.In, "br01", false, false)] },
        { "iptables-source-24", [Network(PacketEnd.Source, "192.168.88.0", 24)] },
        { "iptables-source-20", [Network(PacketEnd.Source, "10.1.16.0", 20)] },
        { "iptables-not-destination-24", [Network(PacketEnd.Destination, "192.168.88.0", 24, true)] },
        { "iptables-destination-host", [Network(PacketEnd.Destination, "192.168.88.11", 32)] },
        { "iptables-masquerade", [Network(PacketEnd.Source, "192.168.88.0", 24)] },
        { "ip6tables-source-64", [Network(PacketEnd.Source, "fd00:88::", 64)] },
        { "ip6tables-not-destination-49", [Network(PacketEnd.Destination, "fd00:88::", 49, true)] },
    };

    [Theory]
    [MemberData(nameof(Iptables))]
    public void Rules_that_iptables_wrote_are_understood_whole(string recording, RuleMatch[] expected)
    {
        var sent = Assert.Single(Recording.OfType(Recording.Load(recording).Sent, NFT_MSG_NEWRULE));

        var reading = MatchReader.Read(NfRule.Decode(NFT_MSG_NEWRULE, sent.AsSpan(16))!);

        Assert.Equal(expected, reading.Matches);
        Assert.True(reading.IsComplete);
        Assert.Equal(recording == "iptables-masquerade", reading.Masquerades);
        Assert.Equal(recording == "iptables-masquerade", reading.Verdict is null);
    }

    [Fact]
    public void Nfts_padded_names_beginnings_and_indexes_are_understood()
    {
        Assert.Equal(
            [
                Network(PacketEnd.Source, "192.168.88.0", 24), Network(PacketEnd.Destination, "192.168.88.0", 24, true),
                new InterfaceMatch(PacketWay.Out, "br01", false, true),
            ],
            Reading("vethlab postrouting", 0).Matches);
        Assert.IsType<InterfaceIndexMatch>(Assert.Single(Reading("vethlab postrouting", 1).Matches));
        Assert.Equal(new InterfaceMatch(PacketWay.In, "br", true, false), Reading("vethlab forward", 0).Matches[0]);
        Assert.Equal(Network(PacketEnd.Source, "10.128.0.0", 9), Assert.Single(Reading("vethlab forward", 4).Matches));
    }

    [Fact]
    public void In_mixed_families_the_packets_family_decides_where_addresses_are()
    {
        Assert.Equal(
            [new FamilyMatch(NfFamily.IPv4, false), Network(PacketEnd.Source, "10.0.0.0", 8), new ProtocolMatch(17, false)],
            Reading("both input", 0).Matches);
        Assert.Equal(
            [new FamilyMatch(NfFamily.IPv6, false), Network(PacketEnd.Source, "fd00:88::", 64, true), new ProtocolMatch(6, false)],
            Reading("both input", 1).Matches);
        Assert.Equal(
            [new FamilyMatch(NfFamily.IPv4, false), Network(PacketEnd.Destination, "224.0.0.0", 4)],
            Reading("lan forward", 0).Matches);

        var unknown = MatchReader.Read(NfFamily.Inet, Match.SourceNetwork(IPAddress.Parse("10.0.0.0"), 8));
        Assert.False(unknown.IsComplete);
        Assert.Empty(unknown.Matches);
    }

    [Fact]
    public void A_range_of_addresses_is_two_comparisons_or_one_expression()
    {
        var (from, to) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.9"));
        Assert.Contains(Reading("vethlab forward", 3).Matches, match => match is AddressRangeMatch { Negated: false });
        Assert.Equal([new AddressRangeMatch(PacketEnd.Source, from, to, false)], MatchReader.Read(NfFamily.IPv4, Match.SourceRange(from, to)).Matches);
        Assert.Equal([new AddressRangeMatch(PacketEnd.Destination, from, to, true)], MatchReader.Read(NfFamily.IPv4, Match.DestinationRange(from, to, negated: true)).Matches);
    }

    [Theory]
    [InlineData("vethlab forward", 0, "ct bitwise cmp")]
    [InlineData("vethlab forward", 1, "payload lookup")]
    [InlineData("vethlab forward", 2, "limit meta cmp")]
    [InlineData("vethlab prerouting", 0, "payload cmp")]
    [InlineData("both input", 1, "payload cmp")]
    public void What_is_not_understood_is_named_with_what_it_looks_at(string chain, int number, string kinds) =>
        Assert.Equal(kinds, string.Join(' ', Reading(chain, number).NotUnderstood.Select(expression => expression.Name)));

    [Fact]
    public void A_condition_that_cannot_be_written_as_a_network_is_not_taken_for_one()
    {
        static RuleReading Masked(byte[] mask, byte[] value) => MatchReader.Read(NfFamily.IPv4,
        [
            new PayloadExpression(PayloadBase.NetworkHeader, 12, 4), new BitwiseExpression(new NfBytes(mask), new NfBytes(new byte[4])),
            new CompareExpression(CompareOperator.Equal, new NfBytes(value)),
        ]);

        Assert.Empty(Masked([255, 0, 255, 0], [10, 0, 1, 0]).Matches);
        Assert.Empty(Masked([255, 255, 0, 0], [10, 0, 1, 0]).Matches);
        Assert.Empty(Masked([255, 5, 0, 0], [10, 0, 0, 0]).Matches);
        Assert.Single(Masked([255, 254, 0, 0], [10, 2, 0, 0]).Matches);
    }

    [Fact]
    public void A_later_load_replaces_an_earlier_one_and_another_register_does_not()
    {
        NfExpressionList list =
        [
            new MetaExpression(MetaKey.InInterfaceName, 1), new MetaExpression(MetaKey.OutInterfaceName, 2),
            new CompareExpression(CompareOperator.Equal, new NfBytes("a\0"u8), 1),
            new MetaExpression(MetaKey.OutInterfaceName, 1),
            new CompareExpression(CompareOperator.Equal, new NfBytes("b\0"u8), 1),
            new CompareExpression(CompareOperator.Equal, new NfBytes("c\0"u8), 2),
        ];
        Assert.Equal(
            [
                new InterfaceMatch(PacketWay.In, "a", false, false), new InterfaceMatch(PacketWay.Out, "b", false, false),
                new InterfaceMatch(PacketWay.Out, "c", false, false),
            ],
            MatchReader.Read(NfFamily.IPv4, list).Matches);
    }

    [Fact]
    public void A_name_that_was_partly_overwritten_is_not_taken_for_one()
    {
        const uint secondPieceOfFirst = 9;
        NfExpressionList Written(uint register) =>
        [
            new MetaExpression(MetaKey.InInterfaceName), new MetaExpression(MetaKey.Mark, register),
            new CompareExpression(CompareOperator.Equal, new NfBytes("br01\0"u8)),
        ];

        Assert.Equal(["cmp"], MatchReader.Read(NfFamily.IPv4, Written(secondPieceOfFirst)).NotUnderstood.Select(one => one.Name));
        Assert.True(MatchReader.Read(NfFamily.IPv4, Written(2)).IsComplete);
    }

    [Fact]
    public void What_we_write_is_what_we_read_for_every_prefix_length()
    {
        foreach (var address in (IPAddress[])[IPAddress.Parse("203.0.113.213"), IPAddress.Parse("2001:db8:ffff:ffff:ffff:ffff:ffff:fffd")])
        {
            var bits = address.GetAddressBytes().Length * 8;
            var family = bits == 32 ? NfFamily.IPv4 : NfFamily.IPv6;
            for (var length = 1; length <= bits; length++)
            {
                var source = Only(family, Match.SourceNetwork(address, length));
                var target = Only(family, Match.DestinationNetwork(address, length, negated: true));

                Assert.Equal((PacketEnd.Source, length, false), (source.End, source.PrefixLength, source.Negated));
                Assert.Equal((PacketEnd.Destination, length, true), (target.End, target.PrefixLength, target.Negated));
                Assert.True(new IPNetwork(source.Network, length).Contains(address));
            }
        }
    }

    private static NetworkMatch Only(NfFamily family, NfExpressionList written) =>
        Assert.IsType<NetworkMatch>(Assert.Single(MatchReader.Read(family, written).Matches));

    [Theory]
    [InlineData("br01", true, true)]
    [InlineData("br01", false, false)]
    [InlineData("eth0", true, false)]
    public void A_beginning_admits_names_that_begin_so(string name, bool isPrefix, bool expected) =>
        Assert.Equal(expected, new InterfaceMatch(PacketWay.In, "br", isPrefix, false).Admits(name));
}
