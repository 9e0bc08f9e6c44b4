using System.Buffers.Binary;
using System.Net;
using System.Text;
using VethLab.Linux.Route;

namespace VethLab.Linux.NfTables.Words;

/// <summary>Writes values as nft writes them with numeric protocols' usual names (nft(8), "Data types").</summary>
internal static class ValueWords
{
    private static readonly string?[] IcmpTypes =
    [
        "echo-reply", null, null, "destination-unreachable", "source-quench", "redirect", null, null, "echo-request", "router-advertisement",
        "router-solicitation", "time-exceeded", "parameter-problem", "timestamp-request", "timestamp-reply", "info-request", "info-reply",
        "address-mask-request", "address-mask-reply",
    ];

    private static readonly Dictionary<byte, string> Icmp6Types = new()
    {
        [1] = "destination-unreachable", [2] = "packet-too-big", [3] = "time-exceeded", [4] = "parameter-problem", [128] = "echo-request",
        [129] = "echo-reply", [130] = "mld-listener-query", [131] = "mld-listener-report", [132] = "mld-listener-done", [133] = "nd-router-solicit",
        [134] = "nd-router-advert", [135] = "nd-neighbor-solicit", [136] = "nd-neighbor-advert", [137] = "nd-redirect", [138] = "router-renumbering",
        [141] = "ind-neighbor-solicit", [142] = "ind-neighbor-advert", [143] = "mld2-listener-report",
    };

    private static readonly Dictionary<byte, string> Protocols = new()
    {
        [1] = "icmp", [2] = "igmp", [6] = "tcp", [17] = "udp", [33] = "dccp", [41] = "ipv6", [47] = "gre", [50] = "esp", [51] = "ah", [58] = "ipv6-icmp", [108] = "comp",
        [132] = "sctp", [136] = "udplite",
    };

    private static readonly Dictionary<byte, string> Classes = new()
    {
        [0] = "cs0", [8] = "cs1", [16] = "cs2", [24] = "cs3", [32] = "cs4", [40] = "cs5", [48] = "cs6", [56] = "cs7", [10] = "af11", [12] = "af12", [14] = "af13",
        [18] = "af21", [20] = "af22", [22] = "af23", [26] = "af31", [28] = "af32", [30] = "af33", [34] = "af41", [36] = "af42", [38] = "af43", [46] = "ef",
    };

    private static readonly (uint Bit, string Name)[] States = [(1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked")];

    private static readonly (uint Bit, string Name)[] Flags =
        [(1, "fin"), (2, "syn"), (4, "rst"), (8, "psh"), (16, "ack"), (32, "urg"), (64, "ecn"), (128, "cwr")];

    internal static string Of(ValueKind kind, ReadOnlySpan<byte> value) => (kind, value.Length) switch
    {
        (ValueKind.Address, 4 or 16) => new IPAddress(value).ToString(),
        (ValueKind.Number, 1) => $"{value[0]}",
        (ValueKind.Number, 2) => $"{BinaryPrimitives.ReadUInt16BigEndian(value)}",
        (ValueKind.Number, 4) => $"{BinaryPrimitives.ReadUInt32BigEndian(value)}",
        (ValueKind.HostNumber, 4) => $"{BinaryPrimitives.ReadUInt32LittleEndian(value)}",
        (ValueKind.HostNumber, 2) => $"{BinaryPrimitives.ReadUInt16LittleEndian(value)}",
        (ValueKind.HostNumber or ValueKind.Direction, 1) => kind == ValueKind.Direction ? (value[0] == 0 ? "original" : "reply") : $"{value[0]}",
        (ValueKind.Mark, 4) => $"0x{BinaryPrimitives.ReadUInt32LittleEndian(value):x8}",
        (ValueKind.InterfaceName, _) => InterfaceName(value),
        (ValueKind.Protocol, 1) => Protocols.GetValueOrDefault(value[0]) ?? $"{value[0]}",
        (ValueKind.Family, 1) => value[0] switch { 2 => "ipv4", 10 => "ipv6", _ => $"{value[0]}" },
        (ValueKind.EtherType, 2) => BinaryPrimitives.ReadUInt16BigEndian(value) switch { 0x0800 => "ip", 0x0806 => "arp", 0x86dd => "ip6", 0x8100 => "8021q", var other => $"0x{other:x4}" },
        (ValueKind.Mac, 6) => string.Join(':', value.ToArray().Select(part => $"{part:x2}")),
        (ValueKind.IcmpType, 1) => IcmpType(value[0]),
        (ValueKind.Icmp6Type, 1) => Icmp6Type(value[0]),
        (ValueKind.TcpFlags, 1) => Bits(Flags, value[0], ","),
        (ValueKind.FlowState, 4) => FlowStates(BinaryPrimitives.ReadUInt32LittleEndian(value)),
        (ValueKind.Dscp, 1) => Classes.GetValueOrDefault((byte)(value[0] >> 2)) ?? $"0x{value[0] >> 2:x2}",
        (ValueKind.PacketType, 1) => value[0] switch { 0 => "host", 1 => "broadcast", 2 => "multicast", 3 => "other", _ => $"{value[0]}" },
        (ValueKind.AddressType, 4) => BinaryPrimitives.ReadUInt32LittleEndian(value) is var number && Enum.IsDefined((RouteType)number)
            ? ((RouteType)number).ToString().ToLowerInvariant()
            : $"{number}",
        _ => "0x" + Convert.ToHexString(value).ToLowerInvariant(),
    };

    internal static string IcmpType(byte type) => type < IcmpTypes.Length && IcmpTypes[type] is { } name ? name : $"{type}";

    internal static string Icmp6Type(byte type) => Icmp6Types.GetValueOrDefault(type) ?? $"{type}";

    internal static string FlowStates(uint bits) => Bits(States, bits, ",");

    private static string Bits((uint Bit, string Name)[] names, uint bits, string between)
    {
        var known = names.Where(name => (bits & name.Bit) != 0).ToList();
        return bits == 0 || known.Aggregate(0u, (sum, name) => sum | name.Bit) != bits ? $"0x{bits:x}" : string.Join(between, known.Select(name => name.Name));
    }

    /// <summary>Without a NUL only the beginning is meant, which nft writes with an asterisk.</summary>
    private static string InterfaceName(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        var name = Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
        return $"\"{name}{(end < 0 && value.Length < 16 ? "*" : "")}\"";
    }
}
