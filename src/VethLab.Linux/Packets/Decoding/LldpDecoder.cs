using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>LLDP (IEEE 802.1AB): a list of be16 { type (7 bits), length (9) } and as many bytes. The summary has the system's name.</summary>
internal static class LldpDecoder
{
    private const int SystemName = 5;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        reading.Packet.Protocol = "LLDP";
        reading.Packet.PayloadLength = layer.Length;
        reading.Append($"LLDP, length {layer.Length}");
        for (var rest = layer; rest.Length > 0;)
        {
            if (rest.Captured < 2)
            {
                Cut(reading, rest);
                return;
            }
            var (type, length) = (reading.UInt16(rest, 0) >> 9, reading.UInt16(rest, 0) & 0x1ff);
            if (type == 0)
                return;
            if (rest.Captured < 2 + length)
            {
                Cut(reading, rest);
                return;
            }
            if (type == SystemName)
                reading.Append($": {Printable(reading.Bytes(rest.After(2).Limit(length)))}");
            rest = rest.After(2 + length);
        }
    }

    private static void Cut(PacketReading reading, Layer rest)
    {
        if (rest.Length == rest.Captured)
            reading.MarkMalformed("LLDP ends within an element");
        reading.Append(" [|lldp]");
    }

    /// <summary>Text that strangers sent: what could move a terminal's cursor is shown as a dot.</summary>
    internal static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
            text.Append(b is > 0x1f and < 0x7f ? (char)b : '.');
        return text.ToString();
    }
}
