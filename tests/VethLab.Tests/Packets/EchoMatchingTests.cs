using System.Net;
using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Which answers are taken for which request's. Bytes are those of the recorded exchange.</summary>
public sealed class EchoMatchingTests
{
    private static readonly byte[] ReplyV4 = Find("IP 10.0.0.2 > 10.0.0.1: ICMP echo reply", 14);
    private static readonly byte[] ReplyV6 = Find("IP6 fd00::2 > fd00::1: ICMP6, echo reply", 14 + 40);
    private static readonly byte[] ExpiredV4 = Find("IP 10.0.0.2 > 10.0.0.1: ICMP time exceeded", 14);
    private static readonly byte[] ExpiredV6 = Find("IP6 fd00::2 > fd00::1: ICMP6, time exceeded", 14 + 40);
    private static readonly byte[] TooBigV4 = Find("IP 10.0.0.2 > 10.0.0.1: ICMP 10.0.1.3 unreachable - need to frag", 14);
    private static readonly byte[] TooBigV6 = Find("IP6 fd00::2 > fd00::1: ICMP6, packet too big", 14 + 40);

    [Fact]
    public void A_reply_is_read()
    {
        Assert.True(EchoPacketParser.TryParseV4(ReplyV4, IdAt(ReplyV4, 24), 5, out var v4));
        Assert.Equal((true, "10.0.0.2", "10.0.0.2"), (v4.IsReply, $"{v4.Target}", $"{v4.Responder}"));
        Assert.Equal([1, 64, 64, 5], new long?[] { v4.Sequence, v4.Size, v4.TimeToLive, v4.Timestamp });
        Assert.Equal(ReplyV4[28..], v4.Payload.ToArray());
        var router = IPAddress.Parse("fd00::2");
        Assert.True(EchoPacketParser.TryParseV6(ReplyV6, IdAt(ReplyV6, 4), router, 61, 5, out var v6));
        Assert.Equal((true, "fd00::2"), (v6.IsReply, $"{v6.Target}"));
        Assert.Equal([1, 64, 61], new long?[] { v6.Sequence, v6.Size, v6.TimeToLive });
    }

    [Fact]
    public void An_error_is_read_as_being_about_the_request_in_it()
    {
        Assert.True(EchoPacketParser.TryParseV4(ExpiredV4, IdAt(ExpiredV4, 20 + 8 + 20 + 4), 5, out var v4));
        Assert.Equal(
            (false, 11, "10.0.1.3", "10.0.0.2", 1, null),
            (v4.IsReply, v4.Type, $"{v4.Target}", $"{v4.Responder}", v4.Sequence, v4.Mtu));
        var router = IPAddress.Parse("fd00::2");
        Assert.True(EchoPacketParser.TryParseV6(ExpiredV6, IdAt(ExpiredV6, 8 + 40 + 4), router, 64, 5, out var v6));
        Assert.Equal(
            (false, 3, "fd00:1::3", "fd00::2", 1, null),
            (v6.IsReply, v6.Type, $"{v6.Target}", $"{v6.Responder}", v6.Sequence, v6.Mtu));
    }

    [Fact]
    public void An_error_about_the_size_tells_the_MTU()
    {
        Assert.True(EchoPacketParser.TryParseV4(TooBigV4, IdAt(TooBigV4, 20 + 8 + 20 + 4), 5, out var v4));
        Assert.Equal(1400, v4.Mtu);
        Assert.True(EchoPacketParser.TryParseV6(TooBigV6, IdAt(TooBigV6, 8 + 40 + 4), IPAddress.IPv6Any, 64, 5, out var v6));
        Assert.Equal(1400, v6.Mtu);
    }

    [Fact]
    public void Answers_with_another_id_are_not_ours()
    {
        Assert.False(EchoPacketParser.TryParseV4(ReplyV4, (ushort)(IdAt(ReplyV4, 24) + 1), 5, out _));
        Assert.False(EchoPacketParser.TryParseV4(ExpiredV4, (ushort)(IdAt(ExpiredV4, 52) + 1), 5, out _));
        Assert.False(EchoPacketParser.TryParseV6(ReplyV6, (ushort)(IdAt(ReplyV6, 4) + 1), IPAddress.IPv6Any, 64, 5, out _));
        Assert.False(EchoPacketParser.TryParseV6(ExpiredV6, (ushort)(IdAt(ExpiredV6, 52) + 1), IPAddress.IPv6Any, 64, 5, out _));
    }

    [Theory]
    [InlineData("10.0.0.2", 1, "0102030405060708", "10.0.0.2", true, true)]
    [InlineData("10.0.0.2", 1, "0102030405060708ffff", "10.0.0.2", true, true)]
    [InlineData("10.0.0.2", 65537, "0102030405060708", "10.0.0.2", true, true)]
    [InlineData("10.0.0.2", 2, "0102030405060708", "10.0.0.2", true, false)]
    [InlineData("10.0.0.2", 1, "0102030405060709", "10.0.0.2", true, false)]
    [InlineData("10.0.0.2", 1, "0102030405060708", "10.0.0.3", true, false)]
    // An error need carry no more than 8 bytes of the request, a small payload not the whole cookie.
    [InlineData("10.0.0.2", 1, "", "10.0.0.2", false, true)]
    [InlineData("10.0.0.2", 1, "010203", "10.0.0.2", true, true)]
    [InlineData("10.0.0.2", 1, "010204", "10.0.0.2", true, false)]
    // Many answer a multicast or the unspecified address, but an error is about the address itself.
    [InlineData("224.0.0.1", 1, "0102030405060708", "10.0.0.2", true, true)]
    [InlineData("224.0.0.1", 1, "0102", "10.0.0.2", true, false)]
    [InlineData("224.0.0.1", 1, "0102030405060708", "10.0.0.2", false, false)]
    [InlineData("ff02::1%3", 1, "0102030405060708", "fe80::2%3", true, true)]
    [InlineData("0.0.0.0", 1, "0102030405060708", "127.0.0.1", true, true)]
    // The scope of a link-local address counts where both sides know one.
    [InlineData("fe80::2%3", 1, "0102030405060708", "fe80::2%3", true, true)]
    [InlineData("fe80::2%3", 1, "0102030405060708", "fe80::2%4", true, false)]
    [InlineData("fe80::2%3", 1, "0102030405060708", "fe80::2", false, true)]
    public void A_request_is_answered_by_its_number_payload_and_address(
        string target, int sequence, string payload, string from, bool isReply, bool expected)
    {
        byte[] cookie = [1, 2, 3, 4, 5, 6, 7, 8];
        var probe = new EchoProbe { Target = IPAddress.Parse(target), TargetIndex = 0, Sequence = sequence, WireSequence = (ushort)sequence, Cookie = cookie };
        var message = new EchoMessage
        {
            IsReply = isReply,
            Type = 0,
            Code = 0,
            Target = IPAddress.Parse(from),
            Responder = null,
            Sequence = 1,
            Payload = Convert.FromHexString(payload),
            Timestamp = 0,
        };
        Assert.Equal(expected, probe.IsAnsweredBy(message));
    }

    [Fact]
    public void Anything_can_arrive()
    {
        var random = new Random(7);
        byte[][] originals = [ReplyV4, ReplyV6, ExpiredV4, ExpiredV6, TooBigV4, TooBigV6];
        var parsed = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var original = originals[random.Next(originals.Length)];
            var bytes = original[..(random.Next(2) == 0 ? original.Length : random.Next(original.Length + 1))];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 100))] = (byte)random.Next(256);
            var id = bytes.Length > 60 ? IdAt(bytes, random.Next(2) == 0 ? 52 : 24) : (ushort)0;
            parsed += EchoPacketParser.TryParseV4(bytes, id, 0, out _) ? 1 : 0;
            parsed += EchoPacketParser.TryParseV6(bytes, id, IPAddress.IPv6Any, null, 0, out _) ? 1 : 0;
        }
        Assert.InRange(parsed, 1000, 200_000);
    }

    [Fact]
    public void The_checksum_of_a_recorded_packet_is_right()
    {
        Assert.Equal(0, InternetChecksum.Compute(ReplyV4.AsSpan(20)));
        var withoutIt = ReplyV4[20..];
        (withoutIt[2], withoutIt[3]) = (0, 0);
        Assert.Equal((ReplyV4[22] << 8) | ReplyV4[23], InternetChecksum.Compute(withoutIt));
        // RFC 1071: an odd byte counts as the upper half of a word.
        Assert.Equal(0xfeff, InternetChecksum.Compute([1]));
    }

    private static ushort IdAt(byte[] bytes, int offset) => (ushort)((bytes[offset] << 8) | bytes[offset + 1]);

    private static byte[] Find(string line, int header) =>
        RecordedFrame.All.First(frame => frame.Line.StartsWith(line, StringComparison.Ordinal)).Data[header..];
}
