using System.Globalization;

namespace VethLab.Linux.Packets;

/// <summary>
/// What a protocol's name means to a filter. The names are those of <see cref="NetPacket.Protocol"/>; protocols that others carry (DNS, DHCP, VXLAN)
/// are told by their well-known ports.
/// </summary>
public static class ProtocolTests
{
    private const byte Tcp = 6, Udp = 17;

    private static readonly Dictionary<string, FrameTest> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ARP"] = FrameTest.EtherType(0x0806),
        ["DHCP"] = FrameTest.All(FrameTest.IPProtocol(Udp), FrameTest.Port(67, 68)),
        ["DHCPv6"] = FrameTest.All(FrameTest.IPProtocol(Udp), FrameTest.Port(546, 547)),
        ["DNS"] = FrameTest.Port(53, 53),
        ["ESP"] = FrameTest.IPProtocol(50),
        ["GRE"] = FrameTest.IPProtocol(47),
        ["ICMP"] = FrameTest.IPProtocol(1),
        ["ICMPv6"] = FrameTest.IPProtocol(58),
        ["IGMP"] = FrameTest.IPProtocol(2),
        ["IPIP"] = FrameTest.IPProtocol(4),
        ["IPv4"] = FrameTest.EtherType(0x0800),
        ["IPv6"] = FrameTest.EtherType(0x86dd),
        ["IPv6-in-IP"] = FrameTest.IPProtocol(41),
        ["LLC"] = FrameTest.LogicalLink(null),
        ["LLDP"] = FrameTest.EtherType(0x88cc),
        ["OSPF"] = FrameTest.IPProtocol(89),
        ["PIM"] = FrameTest.IPProtocol(103),
        ["SCTP"] = FrameTest.IPProtocol(132),
        ["STP"] = FrameTest.LogicalLink(0x4242),
        ["TCP"] = FrameTest.IPProtocol(Tcp),
        ["UDP"] = FrameTest.IPProtocol(Udp),
        ["VLAN"] = FrameTest.Vlan(null),
        ["VRRP"] = FrameTest.IPProtocol(112),
        ["VXLAN"] = FrameTest.All(FrameTest.IPProtocol(Udp), FrameTest.Port(4789, 4789)),
    };

    /// <summary>All that have names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The test of a name, of IP-NUMBER, or of 0x and an EtherType's digits, in any case; null: no such protocol is known.</summary>
    public static FrameTest? Find(string name)
    {
        if (Known.TryGetValue(name, out var known))
            return known;
        if (name.StartsWith("IP-", StringComparison.OrdinalIgnoreCase) && byte.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return FrameTest.IPProtocol(number);
        return name.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && ushort.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var type)
            ? FrameTest.EtherType(type)
            : null;
    }
}
