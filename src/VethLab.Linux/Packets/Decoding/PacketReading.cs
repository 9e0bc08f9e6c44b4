using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PacketDotNet.Utils;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>
/// A frame in the making into a packet. The decoders check every length here before they read, and give PacketDotNet one header at a time,
/// since its own walk through a packet trusts the packet.
/// </summary>
internal sealed class PacketReading(NetPacket packet)
{
    private const int HexBytes = 32;

    internal NetPacket Packet { get; } = packet;

    /// <summary>The summary so far.</summary>
    internal StringBuilder Text { get; } = new(128);

    /// <summary>Whether the summary names the addresses already.</summary>
    internal bool HasAddresses { get; set; }

    private byte[] Data => Packet.Data;

    internal ReadOnlySpan<byte> Bytes(Layer layer) => Data.AsSpan(layer.Offset, layer.Captured);

    internal ByteArraySegment Segment(Layer layer) => new(Data, layer.Offset, layer.Captured, layer.Offset + layer.Captured);

    internal byte Byte(Layer layer, int offset) => Data[layer.Offset + offset];

    internal ushort UInt16(Layer layer, int offset) => BinaryPrimitives.ReadUInt16BigEndian(Data.AsSpan(layer.Offset + offset));

    internal uint UInt32(Layer layer, int offset) => BinaryPrimitives.ReadUInt32BigEndian(Data.AsSpan(layer.Offset + offset));

    internal MacAddress Mac(Layer layer, int offset) => new(Data.AsSpan(layer.Offset + offset, 6));

    internal PacketReading Append(string text)
    {
        _ = Text.Append(text);
        return this;
    }

    internal PacketReading Append(long number)
    {
        _ = Text.Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    internal PacketReading Append(object value)
    {
        _ = Text.Append(value);
        return this;
    }

    /// <summary>
    /// Whether a header's bytes are there. Where they are not, the packet is marked, and the summary says what is lacking and shows what is
    /// there, as tcpdump's "[|tcp]" does.
    /// </summary>
    internal bool Has(Layer layer, int count, string header)
    {
        if (layer.Captured >= count)
            return true;
        MarkMalformed(layer.Length >= count
            ? $"{header} header was not captured whole: {layer.Captured} of {count} bytes"
            : $"{header} header is cut short: {layer.Length} of {count} bytes");
        _ = Append("[|").Append(header).Append("]");
        AppendHex(layer);
        return false;
    }

    /// <summary>Says what is wrong; the first fault is the one that counts.</summary>
    internal void MarkMalformed(string fault) => Packet.Malformed ??= fault;

    /// <summary>A fault in a header that makes reading on pointless: marked, and the bytes shown.</summary>
    internal void GiveUp(Layer layer, string header, string fault)
    {
        MarkMalformed(fault);
        _ = Append("[bad ").Append(header).Append("]");
        AppendHex(layer);
    }

    /// <summary>The first bytes in hexadecimal.</summary>
    internal void AppendHex(Layer layer)
    {
        var bytes = Bytes(layer);
        if (bytes.Length == 0)
            return;
        _ = Append(" 0x").Append(Convert.ToHexString(bytes[..Math.Min(bytes.Length, HexBytes)]).ToLowerInvariant());
        if (bytes.Length > HexBytes)
            _ = Append("...");
    }
}
