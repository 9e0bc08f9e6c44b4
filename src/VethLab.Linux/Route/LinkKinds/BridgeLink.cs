using VethLab.Linux.Netlink;

namespace VethLab.Linux.Route.LinkKinds;

/// <summary>A bridge (ip-link(8), type bridge); null leaves the kernel's default.</summary>
public sealed record BridgeLink : LinkKind
{
    public const string KindName = "bridge";

    internal const int IFLA_BR_FORWARD_DELAY = 1;
    internal const int IFLA_BR_HELLO_TIME = 2;
    internal const int IFLA_BR_MAX_AGE = 3;
    internal const int IFLA_BR_AGEING_TIME = 4;
    internal const int IFLA_BR_STP_STATE = 5;
    internal const int IFLA_BR_PRIORITY = 6;
    internal const int IFLA_BR_VLAN_FILTERING = 7;
    internal const int IFLA_BR_ROOT_ID = 10;
    internal const int IFLA_BR_BRIDGE_ID = 11;
    internal const int IFLA_BR_MCAST_SNOOPING = 23;
    internal const int IFLA_BR_NF_CALL_IPTABLES = 36;
    internal const int IFLA_BR_NF_CALL_IP6TABLES = 37;

    /// <summary>The kernel counts bridge times in hundredths of a second (USER_HZ).</summary>
    internal const int TicksPerSecond = 100;

    public BridgeLink() : base(KindName)
    {
    }

    /// <summary>Spanning tree protocol (IEEE 802.1D).</summary>
    public bool? Stp { get; init; }

    /// <summary>Time in each of listening and learning, with hundredths of a second.</summary>
    public TimeSpan? ForwardDelay { get; init; }

    /// <summary>How long an address that is not seen any more stays in the MAC table.</summary>
    public TimeSpan? AgeingTime { get; init; }

    /// <summary>IGMP and MLD snooping.</summary>
    public bool? MulticastSnooping { get; init; }

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Stp is { } stp)
            writer.PutUInt32(IFLA_BR_STP_STATE, stp ? 1u : 0u);
        if (ForwardDelay is { } delay)
            writer.PutUInt32(IFLA_BR_FORWARD_DELAY, Ticks(delay));
        if (AgeingTime is { } ageing)
            writer.PutUInt32(IFLA_BR_AGEING_TIME, Ticks(ageing));
        if (MulticastSnooping is { } snooping)
            writer.PutByte(IFLA_BR_MCAST_SNOOPING, snooping ? (byte)1 : (byte)0);
    }

    private static uint Ticks(TimeSpan time) => checked((uint)Math.Round(time.TotalSeconds * TicksPerSecond));
}
