using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// Reads what a raw ICMP socket receives. ICMP: u8 type; u8 code; be16 checksum; be16 id; be16 sequence; payload. An error has in place
/// of id and sequence 4 bytes of its own (RFC 1191: the MTU), then the packet it is about from its IP header on.
/// </summary>
internal static class EchoPacketParser
{
    private const int IcmpHeader = 8;
    private const int IPv6Header = 40;

    /// <summary>An IPv4 packet whole, as raw(7) delivers it. False: nothing to do with requests of this id.</summary>
    internal static bool TryParseV4(ReadOnlySpan<byte> packet, ushort id, long timestamp, out EchoMessage message)
    {
        message = default;
        if (!TryReadV4Header(packet, out var icmp, out var source, out _) || icmp.Length < IcmpHeader)
            return false;
        if (icmp[0] == ICMP_ECHOREPLY)
        {
            message = Reply(icmp, source, packet[8], timestamp);
            return ReadId(icmp) == id;
        }
        if (!TryReadV4Header(icmp[IcmpHeader..], out var request, out _, out var target)
            || request.Length < IcmpHeader || request[0] != ICMP_ECHO || ReadId(request) != id)
            return false;
        var mtu = icmp[0] == ICMP_DEST_UNREACH && icmp[1] == 4 ? BinaryPrimitives.ReadUInt16BigEndian(icmp[6..]) : 0;
        message = Error(icmp, request, source, target, packet[8], mtu, timestamp);
        return true;
    }

    /// <summary>An ICMPv6 message without its IP header, as raw IPv6 sockets deliver it (RFC 3542).</summary>
    internal static bool TryParseV6(
        ReadOnlySpan<byte> icmp, ushort id, IPAddress source, int? hopLimit, long timestamp, out EchoMessage message)
    {
        message = default;
        if (icmp.Length < IcmpHeader)
            return false;
        if (icmp[0] == ICMPV6_ECHO_REPLY)
        {
            message = Reply(icmp, source, hopLimit, timestamp);
            return ReadId(icmp) == id;
        }
        if (!TryReadV6Request(icmp[IcmpHeader..], out var request, out var target) || ReadId(request) != id)
            return false;
        var mtu = icmp[0] == ICMPV6_PKT_TOOBIG ? (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(icmp[4..]), int.MaxValue) : 0;
        message = Error(icmp, request, source, target, hopLimit, mtu, timestamp);
        return true;
    }

    internal static EchoMessage Reply(ReadOnlySpan<byte> icmp, IPAddress source, int? timeToLive, long timestamp) => new()
    {
        IsReply = true,
        Type = icmp[0],
        Code = icmp[1],
        Target = source,
        Responder = source,
        Sequence = ReadSequence(icmp),
        Payload = icmp[IcmpHeader..],
        TimeToLive = timeToLive,
        Size = icmp.Length,
        Timestamp = timestamp,
    };

    internal static ushort ReadSequence(ReadOnlySpan<byte> icmp) => BinaryPrimitives.ReadUInt16BigEndian(icmp[6..]);

    private static EchoMessage Error(
        ReadOnlySpan<byte> icmp,
        ReadOnlySpan<byte> request,
        IPAddress source,
        IPAddress target,
        int? timeToLive,
        int mtu,
        long timestamp) =>
        new()
        {
            IsReply = false,
            Type = icmp[0],
            Code = icmp[1],
            Target = target,
            Responder = source,
            Sequence = ReadSequence(request),
            Payload = request[IcmpHeader..],
            TimeToLive = timeToLive,
            // Routers from before RFC 1191 leave it zero.
            Mtu = mtu == 0 ? null : mtu,
            Timestamp = timestamp,
        };

    private static ushort ReadId(ReadOnlySpan<byte> icmp) => BinaryPrimitives.ReadUInt16BigEndian(icmp[4..]);

    /// <summary>Takes an IPv4 header off an ICMP packet; false for other protocols and for later fragments.</summary>
    private static bool TryReadV4Header(
        ReadOnlySpan<byte> packet,
        out ReadOnlySpan<byte> icmp,
        [NotNullWhen(true)] out IPAddress? source,
        [NotNullWhen(true)] out IPAddress? destination)
    {
        icmp = default;
        source = destination = null;
        if (packet.Length < 20 || packet[0] >> 4 != 4)
            return false;
        var header = (packet[0] & 15) * 4;
        var fragmentOffset = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff;
        if (header < 20 || packet.Length < header || packet[9] != Interop.Libc.IPPROTO_ICMP || fragmentOffset != 0)
            return false;
        icmp = packet[header..];
        source = new IPAddress(packet.Slice(12, 4));
        destination = new IPAddress(packet.Slice(16, 4));
        return true;
    }

    /// <summary>Finds the echo request in an IPv6 packet, past its extension headers (RFC 8200 section 4).</summary>
    private static bool TryReadV6Request(
        ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> request, [NotNullWhen(true)] out IPAddress? target)
    {
        request = default;
        target = null;
        if (packet.Length < IPv6Header || packet[0] >> 4 != 6)
            return false;
        var next = packet[6];
        var rest = packet[IPv6Header..];
        while (next is 0 or 43 or 44 or 60)
        {
            if (rest.Length < 8)
                return false;
            var length = next == 44 ? 8 : (rest[1] + 1) * 8;
            if (rest.Length < length || (next == 44 && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0))
                return false;
            next = rest[0];
            rest = rest[length..];
        }
        if (next != Interop.Libc.IPPROTO_ICMPV6 || rest.Length < IcmpHeader || rest[0] != ICMPV6_ECHO_REQUEST)
            return false;
        request = rest;
        target = new IPAddress(packet.Slice(24, 16));
        return true;
    }
}
