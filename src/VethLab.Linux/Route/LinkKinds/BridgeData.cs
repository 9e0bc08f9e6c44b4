using System.Buffers.Binary;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.LinkKinds.BridgeLink;

namespace VethLab.Linux.Route.LinkKinds;

/// <summary>A bridge's settings as the kernel reports them (IFLA_BR_*, if_link.h).</summary>
public sealed record BridgeData
{
    /// <summary>As brctl(8) writes it: priority in four hexadecimal digits, a dot, the MAC in twelve: 8000.0242ac110002.</summary>
    public string BridgeId { get; init; } = string.Empty;

    /// <summary>The root bridge's id as this bridge sees it; its own where it is the root.</summary>
    public string RootId { get; init; } = string.Empty;

    public bool Stp { get; init; }

    public TimeSpan ForwardDelay { get; init; }

    public TimeSpan AgeingTime { get; init; }

    public bool MulticastSnooping { get; init; }

    public bool VlanFiltering { get; init; }

    public int Priority { get; init; }

    /// <summary>Whether this bridge hands IPv4 packets to iptables, whatever net.bridge.bridge-nf-call-iptables says.</summary>
    public bool CallsIptables { get; init; }

    /// <summary>The same for IPv6.</summary>
    public bool CallsIp6tables { get; init; }

    internal static BridgeData Decode(NetlinkAttributes attributes) => new(attributes);

    public BridgeData()
    {
    }

    private BridgeData(NetlinkAttributes attributes)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case IFLA_BR_BRIDGE_ID: BridgeId = ReadId(attribute.Payload); break;
                case IFLA_BR_ROOT_ID: RootId = ReadId(attribute.Payload); break;
                case IFLA_BR_STP_STATE: Stp = attribute.AsUInt32() != 0; break;
                case IFLA_BR_FORWARD_DELAY: ForwardDelay = ReadTime(attribute); break;
                case IFLA_BR_AGEING_TIME: AgeingTime = ReadTime(attribute); break;
                case IFLA_BR_MCAST_SNOOPING: MulticastSnooping = attribute.AsByte() != 0; break;
                case IFLA_BR_VLAN_FILTERING: VlanFiltering = attribute.AsByte() != 0; break;
                case IFLA_BR_PRIORITY: Priority = attribute.AsUInt16(); break;
                case IFLA_BR_NF_CALL_IPTABLES: CallsIptables = attribute.AsByte() != 0; break;
                case IFLA_BR_NF_CALL_IP6TABLES: CallsIp6tables = attribute.AsByte() != 0; break;
            }
        }
    }

    /// <summary>struct ifla_bridge_id { u8 priority[2]; u8 address[6]; }</summary>
    private static string ReadId(ReadOnlySpan<byte> id) => id.Length >= 8
        ? $"{BinaryPrimitives.ReadUInt16BigEndian(id):x4}.{BinaryPrimitives.ReadUInt64BigEndian(id) & 0xffff_ffff_ffff:x12}"
        : string.Empty;

    /// <summary>In whole numbers: 18.74 s has no exact double, and a TimeSpan made of one would be 18.7399999 s.</summary>
    private static TimeSpan ReadTime(NetlinkAttribute attribute) =>
        TimeSpan.FromTicks(attribute.AsUInt32() * (TimeSpan.TicksPerSecond / TicksPerSecond));
}
