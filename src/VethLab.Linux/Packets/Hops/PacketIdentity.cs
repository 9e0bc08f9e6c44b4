using System.Buffers.Binary;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// What stays the same of a packet from hop to hop, through routers, address translation and tunnels, and tells it from others: protocol, IP id or flow
/// label, fragment, length; of TCP the numbers and flags, of ICMP type and sequence; and what is carried, by a hash. Left out is what routers and
/// translation change: MAC addresses, time to live, IP addresses, ports, ICMP ids, checksums.
/// </summary>
/// <remarks>
/// Two packets may share it: a retransmission with the same IP id (IPv4 senders that leave it 0, and IPv6, which has none), repeated ARP
/// requests, and datagrams of the same content of one IPv6 flow. Those are told apart by where and when they were seen.
/// </remarks>
public readonly record struct PacketIdentity
{
    private const int HashedBytes = 256;
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly string protocol;
    private readonly long number;
    private readonly int fragment;
    private readonly int length;
    private readonly ulong content;

    private PacketIdentity(NetPacket packet)
    {
        protocol = packet.Protocol;
        fragment = packet.FragmentOffset ?? -1;
        if (packet.ProtocolNumber is null)
        {
            // Nothing changes frames without IP on their way through bridges.
            number = packet.EtherType ?? -1;
            content = Hash(Basis, packet.Data.AsSpan(Math.Min(packet.Data.Length, packet.NetworkOffset)));
            return;
        }
        number = packet.IPId ?? packet.FlowLabel ?? 0;
        length = packet.PayloadLength ?? -1;
        content = packet.Protocol switch
        {
            "TCP" when packet.TcpFlags is not null => Hash(Hash(Basis, Numbers(packet)), packet.PayloadBytes),
            "UDP" when packet.DestinationPort is not null => Hash(Basis, packet.PayloadBytes),
            "ICMP" or "ICMPv6" when packet.IcmpType is not null => HashIcmp(packet),
            _ => Hash(Basis, packet.PayloadBytes),
        };
    }

    /// <summary>That of a packet; of one that a tunnel carries, that of the packet within.</summary>
    public static PacketIdentity Of(NetPacket packet) => new(Carried(packet));

    /// <summary>The packet without the tunnels that it is in.</summary>
    public static NetPacket Carried(NetPacket packet)
    {
        // Tunnels in tunnels end with the frame's length, since each has a header; nobody has more than a few.
        for (var depth = 0; depth < 8 && packet.IcmpType is null && packet.Inner is { ProtocolNumber: not null } or { ArpOperation: not null }; depth++)
            packet = packet.Inner!;
        return packet;
    }

    private static ulong HashIcmp(NetPacket packet)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteInt16BigEndian(head, (short)((packet.IcmpType!.Value << 8) | packet.IcmpCode!.Value));
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(packet.IcmpSequence ?? 0));
        var start = Hash(Basis, head);
        // The packet that an error is about is translated as well, and its checksum updated.
        return packet.Inner is { } about && packet.IcmpType is not NDISC_REDIRECT
            ? Hash(start, BitConverter.GetBytes(Of(about).number))
            : Hash(start, packet.PayloadBytes);
    }

    /// <summary>Sequence, acknowledgment, flags.</summary>
    private static byte[] Numbers(NetPacket packet)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, packet.TcpSequence ?? 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), packet.TcpAcknowledgment ?? 0);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), (ushort)(packet.TcpFlags ?? 0));
        return bytes;
    }

    /// <summary>FNV-1a of the first bytes: captures may have cut off the rest in one place and not in another.</summary>
    private static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes[..Math.Min(bytes.Length, HashedBytes)])
            hash = unchecked((hash ^ b) * Prime);
        return hash;
    }
}
