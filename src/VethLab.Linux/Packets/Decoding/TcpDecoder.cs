using PacketDotNet;

namespace VethLab.Linux.Packets;

/// <summary>TCP (RFC 9293).</summary>
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
        if (layer.Captured < MinimumHeader)
        {
            TransportDecoder.AppendEndpoints(reading);
            _ = reading.Has(layer, MinimumHeader, "tcp");
            return;
        }
        var packet = reading.Packet;
        var tcp = new TcpPacket(reading.Segment(layer));
        packet.SourcePort = tcp.SourcePort;
        packet.DestinationPort = tcp.DestinationPort;
        packet.TcpSequence = tcp.SequenceNumber;
        packet.TcpAcknowledgment = tcp.AcknowledgmentNumber;
        packet.TcpWindow = tcp.WindowSize;
        packet.TcpFlags = (TcpFlags)tcp.Flags;
        TransportDecoder.AppendEndpoints(reading);

        var header = tcp.DataOffset * 4;
        if (header < MinimumHeader || header > layer.Length)
        {
            reading.GiveUp(layer, "tcp", $"a TCP header of {header} bytes in {layer.Length}");
            return;
        }
        packet.PayloadLength = layer.Length - header;
        AppendNumbers(reading, tcp, packet.TcpFlags.Value, layer.Length - header);
        if (!reading.Has(layer, header, "tcp"))
            return;
        if (header > MinimumHeader)
        {
            _ = reading.Append(", options [");
            TcpOptions.Append(reading, reading.Bytes(layer)[MinimumHeader..header]);
            _ = reading.Append("]");
        }
        _ = reading.Append(", length ").Append(layer.Length - header);
    }

    private static void AppendNumbers(PacketReading reading, TcpPacket tcp, TcpFlags flags, int length)
    {
        _ = reading.Append("Flags [");
        foreach (var (flag, letter) in Letters)
        {
            if ((flags & flag) != 0)
                _ = reading.Text.Append(letter);
        }
        _ = reading.Append(flags == TcpFlags.None ? "none]" : "]");
        if (length > 0 || (flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) != 0)
            _ = reading.Append(", seq ").Append(tcp.SequenceNumber);
        if (length > 0)
            _ = reading.Append(":").Append(unchecked(tcp.SequenceNumber + (uint)length));
        if ((flags & TcpFlags.Ack) != 0)
            _ = reading.Append(", ack ").Append(tcp.AcknowledgmentNumber);
        _ = reading.Append(", win ").Append(tcp.WindowSize);
        if ((flags & TcpFlags.Urg) != 0)
            _ = reading.Append(", urg ").Append(tcp.UrgentPointer);
    }
}
