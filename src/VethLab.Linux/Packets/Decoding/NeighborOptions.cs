using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// The options of neighbour discovery (RFC 4861 section 4.6): u8 type; u8 length in 8 bytes, both counted; never 0. Link addresses: u8
/// address[6]. Prefix: u8 length; u8 flags; be32 valid; be32 preferred; be32; u8 prefix[16]. MTU: be16; be32. Name servers (RFC 8106): be16;
/// be32 lifetime; addresses.
/// </summary>
internal static class NeighborOptions
{
    // No message that means well has more, and one that does not shall not cost much.
    private const int MostEntries = 64;

    private const byte SourceLinkAddress = 1;
    private const byte TargetLinkAddress = 2;
    private const byte PrefixInformation = 3;
    private const byte RedirectedHeader = 4;
    private const byte Mtu = 5;
    private const byte RecursiveNameServers = 25;

    internal static void Read(PacketReading reading, Layer layer, NeighborMessage message)
    {
        while (layer.Captured >= 2)
        {
            var (type, length) = (reading.Byte(layer, 0), reading.Byte(layer, 1) * 8);
            if (length == 0 || length > layer.Length)
            {
                reading.MarkMalformed($"neighbour discovery option {type} has an impossible length");
                return;
            }
            // Of the packet that a redirect is about, what was captured can be read.
            if (length > layer.Captured && type != RedirectedHeader)
                return;
            Read(reading, layer.Limit(length), message, type);
            if (length > layer.Captured)
                return;
            layer = layer.After(length);
        }
        if (layer.Length == 1)
            reading.MarkMalformed("a byte follows the neighbour discovery options");
    }

    private static void Read(PacketReading reading, Layer option, NeighborMessage message, byte type)
    {
        switch (type, option.Captured)
        {
            case (SourceLinkAddress, 8):
                message.SourceLinkAddress = reading.Mac(option, 2);
                break;
            case (TargetLinkAddress, 8):
                message.TargetLinkAddress = reading.Mac(option, 2);
                break;
            case (PrefixInformation, 32) when message.Prefixes.Length < MostEntries:
                message.Prefixes = [.. message.Prefixes, Prefix(reading, option)];
                break;
            case (RedirectedHeader, >= 8):
                InnerPacket.Quote(reading, option.After(8), NetworkDecoder.ETH_P_IPV6);
                break;
            case (Mtu, 8):
                message.Mtu = reading.UInt32(option, 4);
                break;
            case (RecursiveNameServers, >= 24) when message.NameServers.Length < MostEntries:
                var count = (option.Captured - 8) / 16;
                message.NameServers = [.. message.NameServers, .. Enumerable.Range(0, count).Select(i => reading.IPv6(option, 8 + (16 * i)))];
                break;
        }
    }

    private static string Prefix(PacketReading reading, Layer option)
    {
        var flags = reading.Byte(option, 3);
        var letters = ((flags & 0x80) != 0 ? "L" : "") + ((flags & 0x40) != 0 ? "A" : "");
        return $"{reading.IPv6(option, 16)}/{reading.Byte(option, 2)} {(letters.Length > 0 ? letters + " " : "")}"
            + $"valid {reading.UInt32(option, 4)} preferred {reading.UInt32(option, 8)}";
    }
}
