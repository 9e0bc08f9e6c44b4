using System.Buffers.Binary;
using System.Xml.Linq;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.Tests.Packets;

/// <summary>Packets seen in several places become one trail each, whatever routers, translation and tunnels made of them; others do not.</summary>
public sealed class TrailTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly byte[] Echo = Corpus.Load("crafted").First(frame => frame.Length == 49 && frame[34] == 8);
    private static readonly byte[] Syn = Corpus.Load("crafted")[0];
    private static readonly byte[] Datagram = Corpus.Load("crafted").First(frame => frame.Length == 45);

    [Fact]
    public void A_routed_and_translated_packet_is_one_trail_with_its_changes()
    {
        var trail = Assert.Single(Group(
            Seen(Echo, 0, "ns02", "veth02", isOut: true), Seen(Echo, 1000, "host", "br-veth02"), Seen(Echo, 1500, "host", "br01"),
            Seen(Routed(Echo, "10.10.12.27"), 9000, "host", "ens160", isOut: true), Seen(Routed(Echo, "10.10.12.27"), 9800, "internet", "eth0")));
        Assert.Equal("→ ns02/veth02 ← host/br-veth02 ← host/br01 → host/ens160 ← internet/eth0", trail.ToString());
        Assert.Equal([null, 0, 1, 1, 3], trail.Hops.Select(hop => hop.From == 2 ? 1 : hop.From));
        Assert.Equal([null, 0.001, 0.0005], trail.Hops.Take(3).Select(hop => hop.Delay));
        Assert.Empty(trail.Hops[2].Changes);
        Assert.Equal(["MAC", "source", "id", "ttl", "header checksum", "checksum"], trail.Hops[3].Changes.Select(change => change.Field));
        Assert.Contains("source 10.0.0.1 → 10.10.12.27", trail.Hops[3].Changes.Select(change => $"{change}"));
        Assert.Contains("ttl 64 → 63", trail.Changes.Select(change => $"{change}"));
        Assert.Equal((true, false, false, false), (trail.IsTranslated, trail.IsBranched, trail.IsLooped, trail.IsAmbiguous));
        Assert.Equal(0.0098, trail.Delay);
    }

    [Fact]
    public void Ports_may_be_translated_too()
    {
        foreach (var frame in new[] { Syn, Datagram })
        {
            var translated = Routed(frame, "10.10.12.27");
            BinaryPrimitives.WriteUInt16BigEndian(translated.AsSpan(34), 61000);
            var trail = Assert.Single(Group(Seen(frame, 0, "a", "x"), Seen(translated, 5, "a", "y", isOut: true)));
            Assert.Contains(trail.Changes, change => change.Field == "source" && change.After == "10.10.12.27.61000");
        }
    }

    [Fact]
    public void The_order_of_the_input_does_not_matter() => Assert.Equal(
        "→ a/x ← b/y", Assert.Single(Group(Seen(Echo, 50, "b", "y"), Seen(Echo, 0, "a", "x", isOut: true))).ToString());

    [Theory]
    [InlineData(18, 1, "another IP id")]
    [InlineData(40, 1, "another sequence number")]
    [InlineData(44, 1, "another payload")]
    [InlineData(34, 8, "another type")]
    public void Another_packet_is_another_trail(int at, int difference, string why)
    {
        var other = (byte[])Echo.Clone();
        other[at] ^= (byte)difference;
        Assert.True(Group(Seen(Echo, 0, "a", "x", isOut: true), Seen(other, 5, "b", "y")).Count == 2, why);
    }

    [Fact]
    public void Request_and_reply_are_two() => Assert.Equal(2, Group(Corpus.Load("crafted").Where(frame => frame.Length == 49 && frame[34] is 0 or 8)
        .Take(2).Select((frame, i) => Seen(frame, i, "a", "x")).ToArray()).Count);

    [Fact]
    public void What_passes_a_place_again_with_as_much_time_to_live_is_another_packet()
    {
        var trails = Group(
            Seen(Syn, 0, "a", "x", isOut: true), Seen(Syn, 10, "b", "y"), Seen(Syn, 200_000_000, "a", "x", isOut: true), Seen(Syn, 200_000_010, "b", "y"));
        Assert.Equal([2, 2], trails.Select(trail => trail.HopCount));
        Assert.All(trails, trail => Assert.False(trail.IsAmbiguous));
    }

    [Fact]
    public void With_less_it_is_in_a_loop()
    {
        var trail = Assert.Single(Group(
            Seen(Echo, 0, "a", "x"), Seen(Routed(Echo), 10, "a", "y", isOut: true), Seen(Routed(Echo), 20, "b", "z"), Seen(Routed(Routed(Echo)), 30, "a", "x")));
        Assert.True(trail.IsLooped);
    }

    [Fact]
    public void Two_alike_under_way_at_once_are_said_to_be_ambiguous()
    {
        var trails = Group(Seen(Syn, 0, "a", "x", isOut: true), Seen(Syn, 10, "a", "x", isOut: true), Seen(Syn, 20, "b", "y"), Seen(Syn, 30, "b", "y"));
        Assert.Equal([2, 2], trails.Select(trail => trail.HopCount));
        Assert.All(trails, trail => Assert.True(trail.IsAmbiguous));
    }

    [Fact]
    public void After_the_longest_time_it_is_another() =>
        Assert.Equal(2, Group(Seen(Syn, 0, "a", "x", isOut: true), Seen(Syn, 1_000_000_001, "b", "y")).Count);

    [Fact]
    public void Copies_to_several_ports_come_from_where_it_came_in()
    {
        var arp = Corpus.Load("crafted").Last(frame => frame.Length == 42 && frame[12] == 8 && frame[13] == 6 && frame[21] == 1);
        var trail = Assert.Single(Group(
            Seen(arp, 0, "a", "x", isOut: true), Seen(arp, 10, "h", "p0"), Seen(arp, 20, "h", "p1", isOut: true), Seen(arp, 30, "b", "y"),
            Seen(arp, 40, "h", "p2", isOut: true), Seen(arp, 50, "c", "z"), Seen(arp, 60, "h", "br0")));
        Assert.True(trail.IsBranched);
        Assert.Equal([null, 0, 1, 2, 1, 4, 1], trail.Hops.Select(hop => hop.From));
        Assert.Contains("from h/p0", trail.ToLadder()[5]);
    }

    [Fact]
    public void A_tunnel_on_the_way_is_a_change()
    {
        var (plain, tunnelled) = (Corpus.Load("crafted").First(f => f.Length == 116 && f[36] == 0x12)[50..], Corpus.Load("crafted").First(f => f.Length == 116 && f[36] == 0x12));
        var trail = Assert.Single(Group(Seen(plain, 0, "a", "eth0", isOut: true), Seen(tunnelled, 9, "a", "uplink", isOut: true), Seen(plain, 20, "b", "eth0")));
        Assert.Equal("tunnel VXLAN 42 10.0.0.1 > 10.0.0.2 added", $"{trail.Hops[1].Changes[0]}");
        Assert.Empty(trail.Changes);
    }

    [Fact]
    public void Every_packet_of_the_corpus_is_joined_with_itself_and_no_other()
    {
        var frames = Corpus.All.Concat(RecordedFrame.All.Select(frame => frame.Data)).DistinctBy(Convert.ToHexString).ToArray();
        var packets = frames.SelectMany((frame, i) => new[] { Seen(frame, i * 100, "a", "x", isOut: true), Seen(frame, (i * 100) + 50, "b", "y") }).ToArray();
        foreach (var trail in Group(packets))
            Assert.True(trail.HopCount == 2 && trail.Hops[0].Packet.Data.AsSpan().SequenceEqual(trail.Hops[1].Packet.Data), string.Join('\n', trail.ToLadder()));
    }

    [Fact]
    public void The_ladder_has_a_row_for_each_hop()
    {
        var lines = Assert.Single(Group(Seen(Echo, 0, "ns02", "veth02", isOut: true), Seen(Routed(Echo, "10.10.12.27"), 9000, "host", "ens160", isOut: true))).ToLadder();
        Assert.Equal(3, lines.Length);
        Assert.Equal("IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 77, seq 3, length 15  (2 hops in 0.009 ms)", lines[0]);
        Assert.Matches(@"^  \d\d:\d\d:\d\d\.\d{6}  ┌ → ns02/veth02$", lines[1]);
        Assert.Matches(@"^        \+0\.009 ms  └ → host/ens160  new MACs, source 10\.0\.0\.1 → 10\.10\.12\.27, id 77 → 78, ttl 64 → 63$", lines[2]);
    }

    [Fact]
    public void The_picture_is_XML_whatever_names_are_and_has_a_column_for_each_place()
    {
        var trails = Group(Seen(Echo, 0, "<a>&\"", "x\u001b[2J", isOut: true), Seen(Routed(Echo, "10.10.12.27"), 9, "b", "y"));
        var text = LadderSvg.Draw(trails);
        var picture = XDocument.Parse(text);
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(2, picture.Descendants(svg + "line").Count(line => (string?)line.Attribute("class") == "rail"));
        Assert.Single(picture.Descendants(svg + "path"), path => ((string?)path.Attribute("class"))!.StartsWith("way", StringComparison.Ordinal));
        Assert.Contains(picture.Descendants(svg + "text"), element => element.Value == "<a>&\"");
        Assert.Contains(picture.Descendants(svg + "text"), element => element.Value.Contains("source 10.0.0.1 → 10.10.12.27", StringComparison.Ordinal));
        Assert.DoesNotContain("http", text.Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal));
        Assert.NotNull(XDocument.Parse(LadderSvg.Draw([])).Root);
    }

    private static IReadOnlyList<PacketTrail> Group(params NetPacket[] packets) => TrailGrouping.Group(packets, Second);

    /// <summary>As a router passes it on: MAC addresses, time to live, checksum; and, with an address, translated, ICMP's id as well.</summary>
    private static byte[] Routed(byte[] frame, string? source = null)
    {
        var routed = (byte[])frame.Clone();
        routed[5]++;
        routed[11]++;
        routed[22]--;
        routed[25]++;
        if (source is null)
            return routed;
        System.Net.IPAddress.Parse(source).GetAddressBytes().CopyTo(routed, 26);
        if (routed[23] == 1)
        {
            routed[37]++;
            routed[39]++;
        }
        return routed;
    }

    private static NetPacket Seen(byte[] frame, long nanoseconds, string space, string link, bool isOut = false) => PacketDecoder.Decode(
        RecordedFrame.Capture(frame, frame.Length) with
        {
            TimestampNanoseconds = 1_700_000_000_000_000_000 + nanoseconds,
            Direction = isOut ? PacketDirection.Outgoing : PacketDirection.Incoming,
        },
        link, space);
}
