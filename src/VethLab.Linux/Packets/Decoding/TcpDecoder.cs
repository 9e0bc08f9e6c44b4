namespace VethLab.Linux.Packets;

/// <summary>
/// TCP (RFC 9293): be16 source; be16 destination; be32 sequence; be32 acknowledgment; be16 header length in 4 bytes (4 bits), reserved (3),
/// flags (9); be16 window; be16 checksum; be16 urgent; options.
/// </summary>
internal static class TcpDecoder
{
    private const int MinimumHeader = 20;

    // The order in which tcpdump writes them.
    private static readonly (TcpFlags Flag, char Letter)[] Letters =
    [
        (TcpFlags.Fin, 'F'), (TcpFlags.Syn, 'S'), (TcpFlags.Rst, 'R'), (TcpFlags.Psh, 'P'), (TcpFlags.Ack, '.'),
        (TcpFlags.Urg, 'U'), (TcpFlags.Ece, 'E'), (TcpFlags.Cwr, 'W'), (TcpFlags.Ae, 'e'),
    ];

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        if (layer.Captured >= 4)
            (packet.SourcePort, packet.DestinationPort) = (reading.UInt16(layer, 0), reading.UInt16(layer, 2));
        TransportDecoder.AppendEndpoints(reading);
        // As much as an ICMP error quotes at least.
        if (layer.Captured >= 8)
            packet.TcpSequence = reading.UInt32(layer, 4);
        if (layer.Captured < MinimumHeader)
        {
            _ = reading.Has(layer, MinimumHeader, "tcp");
            return;
        }
        packet.TcpAcknowledgment = reading.UInt32(layer, 8);
        packet.TcpFlags = (TcpFlags)(reading.UInt16(layer, 12) & 0x1ff);
        packet.TcpWindow = reading.UInt16(layer, 14);
        packet.Checksum = reading.UInt16(layer, 16);

        var header = (reading.Byte(layer, 12) >> 4) * 4;
        if (header < MinimumHeader || header > layer.Length)
        {
            reading.GiveUp(layer, "tcp", $"a TCP header of {header} bytes in {layer.Length}");
            return;
        }
        packet.PayloadLength = layer.Length - header;
        if (reading.Text is not null)
            AppendNumbers(reading, layer, packet.TcpFlags.Value, layer.Length - header);
        if (!reading.Has(layer, header, "tcp"))
            return;
        packet.Payload = layer.After(header);
        if (header > MinimumHeader)
            ReadOptions(reading, layer.After(MinimumHeader).Limit(header - MinimumHeader));
        reading.Append($", length {layer.Length - header}");
    }

    private static void ReadOptions(PacketReading reading, Layer options)
    {
        reading.Packet.TcpOptionBytes = options;
        if (TcpOptionWalk.Fault(reading.Bytes(options)) is { } kind)
            reading.MarkMalformed($"TCP option {kind} has an impossible length");
        if (reading.Text is not { } text)
            return;
        reading.Append(", options [");
        TcpOptionsText.Append(text, reading.Bytes(options));
        reading.Append("]");
    }

    private static void AppendNumbers(PacketReading reading, Layer layer, TcpFlags flags, int length)
    {
        reading.Append("Flags [");
        foreach (var (flag, letter) in Letters)
        {
            if ((flags & flag) != 0)
                _ = reading.Text!.Append(letter);
        }
        reading.Append(flags == TcpFlags.None ? "none]" : "]");
        var sequence = reading.UInt32(layer, 4);
        if (length > 0 || (flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0)
            reading.Append($", seq {sequence}");
        if (length > 0)
            reading.Append($":{unchecked(sequence + (uint)length)}");
        if ((flags & TcpFlags.Ack) != 0)
            reading.Append($", ack {reading.UInt32(layer, 8)}");
        reading.Append($", win {reading.UInt16(layer, 14)}");
        if ((flags & TcpFlags.Urg) != 0)
            reading.Append($", urg {reading.UInt16(layer, 18)}");
    }
}
