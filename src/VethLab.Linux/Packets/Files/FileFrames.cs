using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>Takes off a file's frames what is no link header of a network but the file's own way to say what follows.</summary>
internal static class FileFrames
{
    private const ushort ETH_P_IP = 0x0800, ETH_P_IPV6 = 0x86dd;

    /// <summary>The frame, as a capture would have brought it. Of what is too short for its header nothing is taken off.</summary>
    internal static CapturedFrame Read(
        ushort linkType, int index, ReadOnlySpan<byte> data, int originalLength, long timestamp, PacketDirection direction, bool checksumPending = false)
    {
        var (header, etherType, told) = linkType switch
        {
            FileLinkType.LinuxCooked when data.Length >= 16 => (16, BinaryPrimitives.ReadUInt16BigEndian(data[14..]), (PacketDirection?)Told(BinaryPrimitives.ReadUInt16BigEndian(data))),
            FileLinkType.LinuxCooked2 when data.Length >= 20 => (20, BinaryPrimitives.ReadUInt16BigEndian(data), Told(data[10])),
            FileLinkType.Null or FileLinkType.Loop when data.Length >= 4 => (4, Family(data), null),
            FileLinkType.Raw or FileLinkType.IPv4 or FileLinkType.IPv6 when data.Length > 0 => (0, data[0] >> 4 == 6 ? ETH_P_IPV6 : ETH_P_IP, null),
            FileLinkType.Ethernet when data.Length >= 14 => (0, BinaryPrimitives.ReadUInt16BigEndian(data[12..]), null),
            _ => (0, (ushort)0, null),
        };
        return new CapturedFrame
        {
            TimestampNanoseconds = timestamp,
            InterfaceIndex = index,
            Direction = told ?? direction,
            LinkType = FileLinkType.Read(linkType),
            EtherType = etherType,
            Data = data[header..].ToArray(),
            OriginalLength = Math.Max(originalLength, data.Length) - header,
            ChecksumPending = checksumPending,
        };
    }

    private static PacketDirection Told(int packetType) => packetType is >= 0 and <= 4 ? (PacketDirection)packetType : PacketDirection.Incoming;

    /// <summary>AF_INET is 2 everywhere; AF_INET6 has a number of its own on each system, in that machine's byte order.</summary>
    private static ushort Family(ReadOnlySpan<byte> data)
    {
        var family = BinaryPrimitives.ReadUInt32LittleEndian(data);
        return (family > 0xffff ? BinaryPrimitives.ReverseEndianness(family) : family) switch
        {
            2 => ETH_P_IP,
            10 or 24 or 28 or 30 => ETH_P_IPV6,
            _ => 0,
        };
    }
}
