using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>The headers of a packet as far as its description tells them: RFC 791, RFC 8200, RFC 9293, RFC 768, RFC 792, RFC 4443.</summary>
internal static class PacketHeaders
{
    private const byte ICMP = 1;
    private const byte TCP = 6;
    private const byte UDP = 17;
    private const byte ICMPV6 = 58;

    /// <summary>A part of the packet; nothing of it is known where it reaches beyond the headers, or where there is no such header.</summary>
    internal static PartialBytes Load(PacketDescription packet, PayloadExpression part)
    {
        var header = part.Base switch
        {
            PayloadBase.LinkHeader => Link(packet),
            PayloadBase.NetworkHeader => Network(packet),
            PayloadBase.TransportHeader => Transport(packet),
            _ => null,
        };
        return header is not null && part.Offset + (ulong)part.Length <= (ulong)header.Length
            ? header.Slice((int)part.Offset, (int)part.Length)
            : new PartialBytes((int)part.Length);
    }

    private static PartialBytes Link(PacketDescription packet)
    {
        var header = new PartialBytes(14);
        header.Know(12, EtherType(packet.Family));
        return header;
    }

    internal static byte[] EtherType(NfFamily family) => family switch { NfFamily.IPv4 => [0x08, 0x00], NfFamily.Arp => [0x08, 0x06], _ => [0x86, 0xdd] };

    private static PartialBytes? Network(PacketDescription packet)
    {
        var isIPv4 = packet.Family == NfFamily.IPv4;
        if (!isIPv4 && packet.Family != NfFamily.IPv6)
            return null;
        var header = new PartialBytes(isIPv4 ? 20 : 40);
        header.Know(0, [isIPv4 ? (byte)0x40 : (byte)0x60], 0xf0);
        if (isIPv4)
        {
            // Neither more fragments nor an offset: it is whole.
            header.Know(6, [0], 0x3f);
            header.Know(7, [0]);
        }
        if (packet.Protocol is { } protocol)
            header.Know(isIPv4 ? 9 : 6, [protocol]);
        PutAddress(header, isIPv4 ? 12 : 8, packet.Source);
        PutAddress(header, isIPv4 ? 16 : 24, packet.Destination);
        return header;
    }

    private static void PutAddress(PartialBytes header, int at, IPAddress? address)
    {
        if (address is not null)
            header.Know(at, address.GetAddressBytes());
    }

    private static PartialBytes? Transport(PacketDescription packet)
    {
        if (packet.Protocol is not { } protocol || packet.Family == NfFamily.Arp)
            return null;
        var header = new PartialBytes(protocol switch { TCP => 20, UDP or ICMP or ICMPV6 => 8, _ => 0 });
        if (protocol is TCP or UDP)
        {
            PutPort(header, 0, packet.SourcePort);
            PutPort(header, 2, packet.DestinationPort);
            if (protocol == TCP && packet.TcpFlags is { } flags)
                header.Know(13, [flags]);
        }
        else if (protocol is ICMP or ICMPV6)
        {
            if (packet.IcmpType is { } type)
                header.Know(0, [type]);
            if (packet.IcmpCode is { } code)
                header.Know(1, [code]);
        }
        return header;
    }

    private static void PutPort(PartialBytes header, int at, ushort? port)
    {
        if (port is not { } number)
            return;
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        header.Know(at, bytes);
    }
}
