using System.Buffers.Binary;

namespace VethLab.Tests.Packets;

/// <summary>Writes files of packets byte by byte, in either byte order, as other machines and programs do.</summary>
internal sealed class CraftedFile(bool isBigEndian)
{
    /// <summary>An ICMP echo request from 10.0.0.1 to 10.0.0.2, without link header.</summary>
    internal static byte[] Echo { get; } = Convert.FromHexString("450000240001000040010000" + "0a000001" + "0a000002" + "0800000000070001" + "6162636465666768");

    private readonly List<byte> bytes = [];

    internal byte[] Bytes => [.. bytes];

    internal CraftedFile U16(params int[] values)
    {
        Span<byte> room = stackalloc byte[2];
        foreach (var value in values)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)value);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)value);
            bytes.AddRange(room);
        }
        return this;
    }

    internal CraftedFile U32(params long[] values)
    {
        Span<byte> room = stackalloc byte[4];
        foreach (var value in values)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(room, (uint)value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(room, (uint)value);
            bytes.AddRange(room);
        }
        return this;
    }

    internal CraftedFile Raw(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }

    /// <summary>The older format: header and one packet.</summary>
    internal CraftedFile Pcap(uint magic, int linkType, long seconds, long fraction, byte[] frame) =>
        U32(magic).U16(2, 4).U32(0, 0, 262144, linkType).U32(seconds, fraction, frame.Length, frame.Length).Raw(frame);

    /// <summary>A section's header.</summary>
    internal CraftedFile Section() => U32(0x0a0d0d0a, 28, 0x1a2b3c4d).U16(1, 0).U32(0xffffffff, 0xffffffff, 28);

    /// <summary>A block of pcapng; its body is padded.</summary>
    internal CraftedFile Block(uint type, CraftedFile body)
    {
        var content = body.Bytes;
        var padding = -content.Length & 3;
        return U32(type, 12 + content.Length + padding).Raw(content).Raw(new byte[padding]).U32(12 + content.Length + padding);
    }

    /// <summary>An interface, whose clock counts in units of if_tsresol.</summary>
    internal CraftedFile Interface(int linkType, byte? resolution = null, int snapLength = 262144)
    {
        var body = new CraftedFile(isBigEndian).U16(linkType, 0).U32(snapLength);
        if (resolution is { } units)
            body.U16(9, 1).Raw([units, 0, 0, 0]).U32(0);
        return Block(1, body);
    }

    /// <summary>A packet of the first interface.</summary>
    internal CraftedFile Packet(ulong time, byte[] frame) =>
        Block(6, new CraftedFile(isBigEndian).U32(0, (long)(time >> 32), (long)(time & uint.MaxValue), frame.Length, frame.Length).Raw(frame));
}
