namespace VethLab.Tests.Packets;

/// <summary>Frames that a filter has to look twice at.</summary>
internal static class SeldomFrames
{
    private const string Macs = "020000000002020000000001";

    /// <summary>UDP from port 9 to 4000 with a payload of 8 bytes, its checksum left out.</summary>
    private const string Udp = "00090fa00010000068656c6c6f212121";

    private static readonly byte[] Plain = Bytes($"{Macs}0800{IPv4("0000", Udp)}");
    private static readonly byte[] FirstFragment = Bytes($"{Macs}0800{IPv4("2000", Udp)}");
    private static readonly byte[] LaterFragment = Bytes($"{Macs}0800{IPv4("0002", Udp)}");
    private static readonly byte[] WithOptions = Bytes($"{Macs}08004700002c0000000040110000" + $"0a0000010a000002" + $"0101010101010101{Udp}");
    private static readonly byte[] Tagged = Bytes($"{Macs}8100000a0800{IPv4("0000", Udp)}");
    private static readonly byte[] TwiceTagged = Bytes($"{Macs}88a800648100600a0800{IPv4("0000", Udp)}");
    private static readonly byte[] TaggedIPv6 = Bytes($"{Macs}8100000a86dd{IPv6(17, Udp)}");
    private static readonly byte[] HopByHop = Bytes($"{Macs}86dd{IPv6(0, $"1100010400000000{Udp}")}");
    private static readonly byte[] ManyHeaders = Bytes($"{Macs}86dd{IPv6(0, $"3c00010400000000" + $"2b01010a0000000000000000000000002c000000000000001100000100000001" + Udp)}");
    private static readonly byte[] Authenticated = Bytes($"{Macs}86dd{IPv6(51, $"11040000000000010000000100112233445566778899aabb{Udp}")}");
    private static readonly byte[] IPv6First = Bytes($"{Macs}86dd{IPv6(44, $"1100000100000007{Udp}")}");
    private static readonly byte[] IPv6Later = Bytes($"{Macs}86dd{IPv6(44, $"1100001100000007{Udp}")}");
    private static readonly byte[] Bpdu = Bytes("0180c2000000020000000001002642420300000000008000020000000001000000008000020000000001800100001400020000000f000000000000000000");

    internal static IReadOnlyList<byte[]> All { get; } =
        [Plain, FirstFragment, LaterFragment, WithOptions, Tagged, TwiceTagged, TaggedIPv6, HopByHop, ManyHeaders, Authenticated, IPv6First, IPv6Later, Bpdu, [], Plain[..13], Plain[..20], HopByHop[..56]];

    /// <summary>A frame, a test, and whether it lets it through.</summary>
    internal static IReadOnlyList<(byte[] Frame, string Test, bool Lets)> Expectations { get; } =
    [
        (Plain, "port 9", true), (Plain, "port 4000", true), (Plain, "port 10", false), (Plain, "vlan any", false),
        (FirstFragment, "port 9", true), (LaterFragment, "port 9", false), (LaterFragment, "protocol UDP", true), (LaterFragment, "protocol DNS", false),
        (WithOptions, "port 9", true),
        (Tagged, "port 9", true), (Tagged, "vlan 10", true), (Tagged, "vlan 11", false), (Tagged, "type 0x0800", true), (Tagged, "host 10.0.0.1", true),
        (TwiceTagged, "port 9", true), (TwiceTagged, "vlan 100", true), (TwiceTagged, "vlan 10", false), (TwiceTagged, "protocol VLAN", true),
        (TaggedIPv6, "host fd00::1", true), (TaggedIPv6, "port 4000", true), (TaggedIPv6, "protocol IPv4", false),
        (HopByHop, "port 9", true), (HopByHop, "protocol UDP", true), (ManyHeaders, "port 9", true),
        (Authenticated, "port 4000", true), (Authenticated, "protocol UDP", true),
        (IPv6First, "port 9", true), (IPv6Later, "port 9", false), (IPv6Later, "protocol UDP", true),
        (Bpdu, "protocol STP", true), (Bpdu, "protocol LLC", true), (Plain, "protocol LLC", false),
        (HopByHop[..56], "port 9", false),
    ];

    private static string IPv4(string fragment, string payload) => $"4500{20 + (payload.Length / 2):x4}0007{fragment}401100000a0000010a000002{payload}";

    private static string IPv6(int next, string payload) => $"60000000{payload.Length / 2:x4}{next:x2}40fd000000000000000000000000000001fd000000000000000000000000000002{payload}";

    private static byte[] Bytes(string digits) => Convert.FromHexString(digits);
}
