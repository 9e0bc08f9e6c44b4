using System.Globalization;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// ICMP's questions and answers (RFC 792, RFC 950, RFC 1256): be16 id; be16 sequence; then three be32 times, or a be32 mask. A router
/// advertisement has u8 number of addresses; u8 size of each in 4 bytes; be16 lifetime; then be32 address; be32 preference.
/// </summary>
internal static class IcmpQueryDecoder
{
    private const int Header = 8;

    internal static bool IsQuery(byte type) => type is ICMP_ECHOREPLY or ICMP_ECHO or ICMP_ROUTER_ADVERTISEMENT or ICMP_ROUTER_SOLICITATION
        or (>= ICMP_TIMESTAMP and <= ICMP_ADDRESSREPLY);

    internal static bool Decode(PacketReading reading, Layer layer, byte type)
    {
        if (type == ICMP_ROUTER_ADVERTISEMENT)
            return AppendRouters(reading, layer);
        if (type == ICMP_ROUTER_SOLICITATION)
        {
            reading.Append("router solicitation");
            return true;
        }
        var (id, sequence) = (reading.UInt16(layer, 4), reading.UInt16(layer, 6));
        (reading.Packet.IcmpId, reading.Packet.IcmpSequence) = (id, sequence);
        switch (type)
        {
            case ICMP_ECHO or ICMP_ECHOREPLY:
                reading.Append($"{(type == ICMP_ECHO ? "echo request" : "echo reply")}, id {id}, seq {sequence}");
                return true;
            case ICMP_TIMESTAMP:
                reading.Append($"time stamp query id {id} seq {sequence}");
                return true;
            case ICMP_TIMESTAMPREPLY:
                if (!reading.Has(layer, 20, "icmp"))
                    return false;
                reading.Append($"time stamp reply id {id} seq {sequence}: org {Clock(reading.UInt32(layer, 8))}, ");
                reading.Append($"recv {Clock(reading.UInt32(layer, 12))}, xmit {Clock(reading.UInt32(layer, 16))}");
                return true;
            case ICMP_ADDRESSREPLY:
                if (!reading.Has(layer, 12, "icmp"))
                    return false;
                reading.Append($"address mask is 0x{reading.UInt32(layer, 8):x8}");
                return true;
            default:
                reading.Append(type switch
                {
                    ICMP_INFO_REQUEST => "information request",
                    ICMP_INFO_REPLY => "information reply",
                    _ => "address mask request",
                });
                return true;
        }
    }

    /// <summary>Milliseconds since midnight UT.</summary>
    private static string Clock(uint milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static bool AppendRouters(PacketReading reading, Layer layer)
    {
        var (count, size, lifetime) = (reading.Byte(layer, 4), reading.Byte(layer, 5), reading.UInt16(layer, 6));
        reading.Append($"router advertisement lifetime {Duration(lifetime)} {count}:");
        if (size != 2)
        {
            reading.Append($" [size {size}]");
            return true;
        }
        for (var i = 0; i < count; i++)
        {
            if (!reading.Has(layer, Header + (8 * (i + 1)), "icmp"))
                return false;
            reading.Append($" {{{reading.IPv4(layer, Header + (8 * i))} {reading.UInt32(layer, Header + (8 * i) + 4)}}}");
        }
        return true;
    }

    private static string Duration(int seconds) => seconds switch
    {
        < 60 => $"{seconds}",
        < 3600 => $"{seconds / 60}:{seconds % 60:00}",
        _ => $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}",
    };
}
