using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;

namespace VethLab.Tests.NfTables.Evaluation;

/// <summary>A packet to be sent, as an Ethernet frame and as the evaluator is told of it.</summary>
internal sealed record TestPacket(IPAddress Source, IPAddress Destination, byte Protocol, ushort SourcePort, ushort DestinationPort, byte TcpFlags, byte IcmpType)
{
    internal const byte ICMP = 1, TCP = 6, UDP = 17, ICMPV6 = 58;
    internal const byte SYN = 2, ACK = 16;

    internal bool IsIPv4 => Source.GetAddressBytes().Length == 4;

    internal TestPacket Reply(byte flags) => this with
    {
        Source = Destination, Destination = Source, SourcePort = Protocol is TCP or UDP ? DestinationPort : SourcePort, DestinationPort = SourcePort, TcpFlags = flags,
        IcmpType = (byte)(Protocol == ICMPV6 ? 129 : 0),
    };

    internal PacketDescription Describe(FlowState? state, string inInterface) => new()
    {
        Family = IsIPv4 ? NfFamily.IPv4 : NfFamily.IPv6,
        InInterface = inInterface,
        InBridgePort = "",
        OutBridgePort = "",
        Source = Source,
        Destination = Destination,
        Protocol = Protocol,
        SourcePort = Protocol is TCP or UDP ? SourcePort : null,
        DestinationPort = Protocol is TCP or UDP ? DestinationPort : null,
        TcpFlags = Protocol == TCP ? TcpFlags : null,
        IcmpType = Protocol is ICMP or ICMPV6 ? IcmpType : null,
        IcmpCode = Protocol is ICMP or ICMPV6 ? (byte)0 : null,
        State = state,
        Mark = 0,
        FlowMark = 0,
        SourceKind = RouteType.Unicast,
        DestinationKind = RouteType.Unicast,
    };

    internal byte[] Frame(ReadOnlySpan<byte> to, ReadOnlySpan<byte> from)
    {
        var upper = Upper();
        var header = IsIPv4 ? new byte[20] : new byte[40];
        if (IsIPv4)
        {
            header[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(20 + upper.Length));
            header[8] = 64;
            header[9] = Protocol;
            Source.GetAddressBytes().CopyTo(header, 12);
            Destination.GetAddressBytes().CopyTo(header, 16);
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        }
        else
        {
            header[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)upper.Length);
            header[6] = Protocol;
            header[7] = 64;
            Source.GetAddressBytes().CopyTo(header, 8);
            Destination.GetAddressBytes().CopyTo(header, 24);
        }
        return [.. to, .. from, .. PacketType, .. header, .. upper];
    }

    private byte[] PacketType => IsIPv4 ? [0x08, 0x00] : [0x86, 0xdd];

    private byte[] Upper()
    {
        var bytes = new byte[Protocol switch { TCP => 20, UDP => 8 + 4, _ => 8 + 4 }];
        int at;
        if (Protocol is TCP or UDP)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, SourcePort);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), DestinationPort);
            if (Protocol == TCP)
            {
                // Sequence numbers that fit each other whatever the order: 1 after a SYN of 0.
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (TcpFlags & SYN) != 0 ? 0u : 1);
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), (TcpFlags & ACK) != 0 ? 1u : 0);
                bytes[12] = 0x50;
                bytes[13] = TcpFlags;
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), 1000);
                at = 16;
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)bytes.Length);
                at = 6;
            }
        }
        else
        {
            bytes[0] = IcmpType;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), SourcePort);
            at = 2;
        }
        byte[] pseudo = Protocol == ICMP ? [] : [.. Source.GetAddressBytes(), .. Destination.GetAddressBytes(), 0, 0, 0, (byte)bytes.Length, 0, 0, 0, Protocol];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), Checksum([.. pseudo, .. bytes]));
        return bytes;
    }

    /// <summary>RFC 1071; the length of what is summed is even.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
