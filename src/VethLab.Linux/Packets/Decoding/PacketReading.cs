using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>
/// A frame in the making into a packet, and, where a text is given, into its summary. The decoders check every length here before they
/// read. They run twice: once when the packet is made, without a text, and again whenever somebody looks at the summary, which most
/// packets never see.
/// </summary>
/// <param name="packet">What is read is written here.</param>
/// <param name="text">The summary so far; null when nobody wants one.</param>
/// <param name="depth">How many packets this one is within.</param>
internal sealed class PacketReading(NetPacket packet, StringBuilder? text = null, int depth = 0)
{
    private const int HexBytes = 32;

    internal NetPacket Packet { get; } = packet;

    internal StringBuilder? Text { get; } = text;

    internal int Depth { get; } = depth;

    /// <summary>Whether the summary names the addresses already.</summary>
    internal bool HasAddresses { get; set; }

    private byte[] Data => Packet.Data;

    internal ReadOnlySpan<byte> Bytes(Layer layer) => Data.AsSpan(layer.Offset, layer.Captured);

    internal byte Byte(Layer layer, int offset) => Data[layer.Offset + offset];

    internal ushort UInt16(Layer layer, int offset) => BinaryPrimitives.ReadUInt16BigEndian(Data.AsSpan(layer.Offset + offset));

    internal uint UInt32(Layer layer, int offset) => BinaryPrimitives.ReadUInt32BigEndian(Data.AsSpan(layer.Offset + offset));

    internal MacAddress Mac(Layer layer, int offset) => new(Data.AsSpan(layer.Offset + offset, 6));

    internal IPAddress IPv4(Layer layer, int offset) => new(Data.AsSpan(layer.Offset + offset, 4));

    internal IPAddress IPv6(Layer layer, int offset) => new(Data.AsSpan(layer.Offset + offset, 16));

    internal void Append(string value) => Text?.Append(value);

    /// <summary>The handler has done it.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler takes the instance.")]
    internal void Append([InterpolatedStringHandlerArgument("")] ref PacketTextHandler value) => _ = value;

    /// <summary>
    /// Whether a header's bytes are there. Where they are not, the packet is marked, and the summary says what is lacking and shows what is
    /// there, as tcpdump's "[|tcp]" does.
    /// </summary>
    internal bool Has(Layer layer, int count, string header)
    {
        if (layer.Captured >= count)
            return true;
        Packet.Malformed ??= layer.Length >= count
            ? $"{header} header was not captured whole: {layer.Captured} of {count} bytes"
            : $"{header} header is cut short: {layer.Length} of {count} bytes";
        Append($"[|{header}]");
        AppendHex(layer);
        return false;
    }

    /// <summary>Says what is wrong; the first fault is the one that counts.</summary>
    internal void MarkMalformed(string fault) => Packet.Malformed ??= fault;

    /// <summary>A fault in a header that makes reading on pointless: marked, and the bytes shown.</summary>
    internal void GiveUp(Layer layer, string header, string fault)
    {
        MarkMalformed(fault);
        Append($"[bad {header}]");
        AppendHex(layer);
    }

    /// <summary>The first bytes in hexadecimal, after a blank.</summary>
    internal void AppendHex(Layer layer)
    {
        if (Text is not null && layer.Captured > 0)
            Text.Append(' ').Append(Hex(Bytes(layer)));
    }

    /// <summary>The first bytes in hexadecimal: 0x0102…</summary>
    internal static string Hex(ReadOnlySpan<byte> bytes) =>
        $"0x{Convert.ToHexString(bytes[..Math.Min(bytes.Length, HexBytes)]).ToLowerInvariant()}{(bytes.Length > HexBytes ? "..." : "")}";
}
