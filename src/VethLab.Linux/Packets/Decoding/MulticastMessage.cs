using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>Who listens to which multicast groups, or the question for it: IGMP (RFC 3376) and MLD (RFC 3810).</summary>
public sealed record MulticastMessage
{
    /// <summary>IGMPv1, IGMPv2, IGMPv3, MLDv1 or MLDv2.</summary>
    public required string Version { get; init; }

    /// <summary>Query, Report or Leave.</summary>
    public required string Type { get; init; }

    /// <summary>The group; null for all of them, and in reports of version 3 of IGMP and 2 of MLD, whose groups are in the records.</summary>
    public IPAddress? Group { get; init; }

    /// <summary>In milliseconds; null where none is told.</summary>
    public int? MaximumResponse { get; init; }

    /// <summary>A report's groups, each "change group {sources}", with the RFC's names for the change: IS_IN, IS_EX, TO_IN, TO_EX, ALLOW, BLOCK.</summary>
    public string[] Records { get; init; } = [];

    public override string ToString() =>
        $"{Version} {Type}{(Group is null ? "" : $" {Group}")}{(Records.Length == 0 ? "" : " " + string.Join("; ", Records))}";

    /// <summary>
    /// Reads group records: u8 type; u8 auxiliary length in 4 bytes; be16 number of sources; the group; the sources. What ends too early is
    /// left out, and the packet marked.
    /// </summary>
    internal static string[] ReadRecords(PacketReading reading, Layer layer, int count, int addressLength)
    {
        var records = new List<string>();
        while (records.Count < count)
        {
            var header = 4 + addressLength;
            if (layer.Captured < header)
                break;
            var sources = reading.UInt16(layer, 2);
            var length = header + (sources * addressLength) + (4 * reading.Byte(layer, 1));
            if (layer.Captured < length)
                break;
            var change = Change(reading.Byte(layer, 0));
            var all = Enumerable.Range(0, sources).Select(i => Address(reading, layer, header + (i * addressLength), addressLength));
            records.Add($"{change} {Address(reading, layer, 4, addressLength)} {{{string.Join(' ', all)}}}");
            layer = layer.After(length);
        }
        if (records.Count < count && layer.Captured == layer.Length)
            reading.MarkMalformed($"{count - records.Count} of {count} group records are missing");
        return [.. records];
    }

    internal static IPAddress Address(PacketReading reading, Layer layer, int offset, int length) =>
        new(reading.Bytes(layer).Slice(offset, length));

    private static string Change(byte type) => type switch
    {
        1 => "IS_IN",
        2 => "IS_EX",
        3 => "TO_IN",
        4 => "TO_EX",
        5 => "ALLOW",
        6 => "BLOCK",
        _ => $"type-{type}",
    };
}
