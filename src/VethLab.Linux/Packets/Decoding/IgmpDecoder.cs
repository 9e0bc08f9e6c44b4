namespace VethLab.Linux.Packets;

/// <summary>
/// IGMP (RFC 1112, RFC 2236, RFC 3376): u8 type; u8 maximum response in 1/10 s; be16 checksum; be32 group. A report of version 3 has be16
/// reserved; be16 number of records instead of the group.
/// </summary>
internal static class IgmpDecoder
{
    private const int Header = 8;
    private const int SmallestVersion3Query = 12;
    private const byte Query = 0x11;
    private const byte ReportVersion1 = 0x12;
    private const byte ReportVersion2 = 0x16;
    private const byte Leave = 0x17;
    private const byte ReportVersion3 = 0x22;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        if (!reading.Has(layer, Header, "igmp"))
            return;
        var packet = reading.Packet;
        packet.Checksum = reading.UInt16(layer, 2);
        packet.PayloadLength = layer.Length - Header;
        var type = reading.Byte(layer, 0);
        switch (type)
        {
            case Query:
                DecodeQuery(reading, layer);
                break;
            case ReportVersion1 or ReportVersion2 or Leave:
                packet.Multicast = new MulticastMessage
                {
                    Version = type == ReportVersion1 ? "IGMPv1" : "IGMPv2",
                    Type = type == Leave ? "Leave" : "Report",
                    Group = reading.IPv4(layer, 4),
                };
                reading.Append($"igmp {(type == Leave ? "leave" : type == ReportVersion1 ? "v1 report" : "v2 report")} {reading.IPv4(layer, 4)}");
                break;
            case ReportVersion3:
                var count = reading.UInt16(layer, 6);
                reading.Append($"igmp v3 report, {count} group record(s)");
                packet.Multicast = new MulticastMessage
                {
                    Version = "IGMPv3",
                    Type = "Report",
                    Records = MulticastMessage.ReadRecords(reading, layer.After(Header), count, 4),
                };
                break;
            default:
                reading.Append($"igmp-{type}");
                break;
        }
    }

    private static void DecodeQuery(PacketReading reading, Layer layer)
    {
        var code = reading.Byte(layer, 1);
        var version = layer.Length >= SmallestVersion3Query ? 3 : code > 0 ? 2 : 1;
        var tenths = version < 3 || code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3);
        var group = reading.UInt32(layer, 4) == 0 ? null : reading.IPv4(layer, 4);
        reading.Packet.Multicast = new MulticastMessage
        {
            Version = $"IGMPv{version}",
            Type = "Query",
            Group = group,
            MaximumResponse = version == 1 ? null : tenths * 100,
        };
        reading.Append($"igmp query v{version}");
        if (version == 2 && code != 100)
            reading.Append($" [max resp time {code}]");
        if (version == 3 && code != 100)
            reading.Append($" [max resp time {tenths / 10}.{tenths % 10}s]");
        if (group is not null)
            reading.Append($" [gaddr {group}]");
    }
}
