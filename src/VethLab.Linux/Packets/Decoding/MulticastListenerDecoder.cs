using System.Net;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// MLD (RFC 2710, RFC 3810): after ICMPv6's header of 4 bytes be16 maximum response; be16 reserved; the group; a report of version 2 has
/// be16 reserved; be16 number of records instead.
/// </summary>
internal static class MulticastListenerDecoder
{
    private const int Header = 8;
    private const int AddressLength = 16;
    private const int SmallestVersion2Query = 28;

    internal static bool Decode(PacketReading reading, Layer layer, byte type)
    {
        if (type == ICMPV6_MLD2_REPORT)
        {
            var count = reading.UInt16(layer, 6);
            reading.Append($", {count} group record(s)");
            reading.Packet.Multicast = new MulticastMessage
            {
                Version = "MLDv2",
                Type = "Report",
                Records = MulticastMessage.ReadRecords(reading, layer.After(Header), count, AddressLength),
            };
            return true;
        }
        // RFC 3810 section 8.1: version 1 has 24 bytes, version 2 at least 28.
        var isVersion2 = type == ICMPV6_MGM_QUERY && layer.Length >= SmallestVersion2Query;
        if (!reading.Has(layer, Header + AddressLength, "icmp6"))
            return false;
        var group = reading.IPv6(layer, Header);
        reading.Packet.Multicast = new MulticastMessage
        {
            Version = isVersion2 ? "MLDv2" : "MLDv1",
            Type = type switch { ICMPV6_MGM_QUERY => "Query", ICMPV6_MGM_REPORT => "Report", _ => "Leave" },
            Group = group.Equals(IPAddress.IPv6Any) ? null : group,
            MaximumResponse = type == ICMPV6_MGM_QUERY ? Milliseconds(reading.UInt16(layer, 4), isVersion2) : null,
        };
        if (!isVersion2)
            reading.Append($" max resp delay: {reading.UInt16(layer, 4)}, addr: {group}");
        else
            reading.Append(reading.Packet.Multicast.Group is null ? " v2" : $" v2 [gaddr {group}]");
        return true;
    }

    /// <summary>RFC 3810 section 5.1.3: from 0x8000 on a floating-point number.</summary>
    private static int Milliseconds(int code, bool isVersion2) =>
        !isVersion2 || code < 0x8000 ? code : ((code & 0xfff) | 0x1000) << (((code >> 12) & 7) + 3);
}
