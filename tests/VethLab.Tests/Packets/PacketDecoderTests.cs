using System.Net;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Frames that are cut, wrong or unknown: what can be read is there, and the rest is said.</summary>
public sealed class PacketDecoderTests
{
    private static readonly RecordedFrame EchoRequest =
        RecordedFrame.All.First(f => f.Line.Contains("echo request, id", StringComparison.Ordinal));
    private static readonly RecordedFrame TcpSyn = RecordedFrame.All.First(f => f.Line.Contains("Flags [S]", StringComparison.Ordinal));

    [Fact]
    public void An_empty_frame_is_a_packet_without_fields()
    {
        var packet = Decode([]);
        Assert.Null(packet.SourceMac);
        Assert.Equal("ethernet header is cut short: 0 of 14 bytes", packet.Malformed);
        Assert.Equal("[|ethernet]", packet.Summary);
    }

    [Fact]
    public void A_frame_cut_by_the_snap_length_keeps_what_was_captured()
    {
        var packet = PacketDecoder.Decode(EchoRequest.Captured(36), "va");
        Assert.Equal(IPAddress.Parse("10.0.0.2"), packet.DestinationAddress);
        Assert.Equal("ICMP", packet.Protocol);
        Assert.Null(packet.IcmpType);
        Assert.Equal("icmp header was not captured whole: 2 of 8 bytes", packet.Malformed);
        Assert.Equal("IP 10.0.0.1 > 10.0.0.2: ICMP [|icmp] 0x0800", packet.Summary);
        Assert.Equal(98, packet.Length);
        Assert.Equal(36, packet.Data.Length);
    }

    [Fact]
    public void A_payload_cut_by_the_snap_length_is_no_fault()
    {
        var packet = PacketDecoder.Decode(EchoRequest.Captured(50), "va");
        Assert.Null(packet.Malformed);
        Assert.Equal(EchoRequest.Line, packet.Summary);
        Assert.Equal(56, packet.PayloadLength);
    }

    [Fact]
    public void A_frame_shorter_than_its_IP_packet_says_how_many_bytes_are_missing()
    {
        var packet = Decode(EchoRequest.Data[..90]);
        Assert.Equal("8 bytes of the IPv4 packet are missing", packet.Malformed);
        Assert.StartsWith("IP truncated-ip - 8 bytes missing! 10.0.0.1 > 10.0.0.2: ICMP echo request", packet.Summary);
    }

    [Fact]
    public void Ethernet_padding_is_not_payload()
    {
        var padded = TcpSyn.Data.Concat(new byte[20]).ToArray();
        var packet = Decode(padded);
        Assert.Equal((0, TcpSyn.Line, null), (packet.PayloadLength, packet.Summary, packet.Malformed));
    }

    [Fact]
    public void An_IPv4_length_of_zero_means_the_frames_and_the_bytes_stay_as_captured()
    {
        var big = (byte[])TcpSyn.Data.Clone();
        (big[16], big[17]) = (0, 0);
        var before = (byte[])big.Clone();
        var packet = Decode(big);
        Assert.Equal(TcpSyn.Line, packet.Summary);
        Assert.Equal(before, packet.Data);
    }

    [Fact]
    public void Decoding_never_changes_the_bytes()
    {
        foreach (var frame in RecordedFrame.All)
        {
            var copy = (byte[])frame.Data.Clone();
            _ = PacketDecoder.Decode(RecordedFrame.Capture(copy, copy.Length), "va");
            Assert.Equal(frame.Data, copy);
        }
    }

    [Theory]
    [InlineData(0x35, "version 3 with a header of 20 bytes is no IPv4")]
    [InlineData(0x44, "version 4 with a header of 16 bytes is no IPv4")]
    public void An_impossible_IPv4_header_is_said(int first, string fault)
    {
        var bytes = (byte[])EchoRequest.Data.Clone();
        bytes[14] = (byte)first;
        var packet = Decode(bytes);
        Assert.Equal(fault, packet.Malformed);
        Assert.StartsWith("IP [bad ip] 0x", packet.Summary);
        Assert.Equal("IPv4", packet.Protocol);
    }

    [Theory]
    [InlineData(0x40, "a TCP header of 16 bytes in 40")]
    [InlineData(0xb0, "a TCP header of 44 bytes in 40")]
    public void An_impossible_TCP_header_is_said(int offset, string fault)
    {
        var bytes = (byte[])TcpSyn.Data.Clone();
        bytes[14 + 20 + 12] = (byte)offset;
        var packet = Decode(bytes);
        Assert.Equal((fault, 4001), (packet.Malformed, packet.DestinationPort));
        Assert.Contains(".4001: [bad tcp] 0x", packet.Summary);
    }

    [Theory]
    [InlineData(7, "IP 10.0.0.1.4000 > 10.0.0.2.4001: UDP, bad length 7 < 8", "UDP length 7 in 15 bytes")]
    [InlineData(99, "IP 10.0.0.1.4000 > 10.0.0.2.4001: UDP, bad length 99 > 15", "UDP length 99 in 15 bytes")]
    public void An_impossible_UDP_length_is_said(int length, string summary, string fault)
    {
        // The one with IP options: the transport header follows 24 bytes after the Ethernet header.
        var bytes = RecordedFrame.All.Single(frame => frame.Data[14] == 0x46 && frame.Fields.ContainsKey("udp.length")).Data.ToArray();
        bytes[14 + 24 + 5] = (byte)length;
        Assert.Equal((summary, fault), (Decode(bytes).Summary, Decode(bytes).Malformed));
    }

    [Fact]
    public void A_TCP_option_of_impossible_length_is_said()
    {
        var bytes = (byte[])TcpSyn.Data.Clone();
        bytes[14 + 20 + 20 + 1] = 200;
        var packet = Decode(bytes);
        Assert.Equal("TCP option 2 has an impossible length", packet.Malformed);
        Assert.Contains("options [bad opt]", packet.Summary);
        Assert.Equal(4001, packet.DestinationPort);
    }

    [Fact]
    public void An_unknown_EtherType_is_shown_in_hexadecimal()
    {
        var packet = Decode([.. EchoRequest.Data[..12], 0x88, 0xb5, 1, 2, 3]);
        Assert.Equal(("0x88b5", "ethertype 0x88b5, length 3: 0x010203"), (packet.Protocol, packet.Summary));
        Assert.Null(packet.Malformed);
    }

    [Fact]
    public void A_frame_with_a_length_is_logical_link_control()
    {
        var packet = Decode([.. EchoRequest.Data[..12], 0, 5, 0x44, 0x44, 3, 0xab, 0xcd, 0, 0, 0]);
        Assert.Equal(
            ("LLC", null, "802.3, length 5: LLC, dsap 0x44, ssap 0x44, ctrl 0x03: 0xabcd"),
            (packet.Protocol, packet.EtherType, packet.Summary));
    }

    [Fact]
    public void Without_an_Ethernet_header_the_kernels_protocol_counts()
    {
        var packet = PacketDecoder.Decode(
            RecordedFrame.Capture(EchoRequest.Data[14..], EchoRequest.Data.Length - 14, LinkType.Network, 0x0800), "tun0", "ns01");
        Assert.Equal(EchoRequest.Line, packet.Summary);
        Assert.Null(packet.SourceMac);
        Assert.Equal(("tun0", "ns01", 84), (packet.Interface, packet.Namespace, packet.Length));
    }

    [Fact]
    public void Time_keeps_its_nanoseconds()
    {
        var packet = EchoRequest.Decode();
        Assert.Equal(1_700_000_000_123_456_789, packet.TimestampNanoseconds);
        Assert.Equal("2023-11-14T22:13:20.1234567", packet.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", null));
    }

    /// <summary>Every recorded frame at every length, as a short frame and as a captured part of a long one.</summary>
    [Fact]
    public void Any_truncation_is_decoded()
    {
        foreach (var frame in RecordedFrame.All)
        {
            for (var length = 0; length < Math.Min(frame.Data.Length, 160); length++)
            {
                var shortened = Decode(frame.Data[..length]);
                Assert.True(shortened.Malformed is not null, $"{length} bytes of {frame.Line}: {shortened.Summary}");
                Assert.NotEmpty(PacketDecoder.Decode(frame.Captured(length), "va").Summary);
            }
        }
    }

    private static NetPacket Decode(byte[] bytes) => PacketDecoder.Decode(RecordedFrame.Capture(bytes, bytes.Length), "va");
}
