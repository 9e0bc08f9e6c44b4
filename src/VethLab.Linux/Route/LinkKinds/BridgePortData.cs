using VethLab.Linux.Netlink;

namespace VethLab.Linux.Route.LinkKinds;

/// <summary>Spanning-tree state of a bridge's port (BR_STATE_*, if_bridge.h); only a forwarding port passes packets.</summary>
public enum BridgePortState
{
    Disabled = 0,
    Listening = 1,
    Learning = 2,
    Forwarding = 3,
    Blocking = 4,
}

/// <summary>A bridge port's settings (IFLA_BRPORT_*, if_link.h).</summary>
public sealed record BridgePortData
{
    private const int IFLA_BRPORT_STATE = 1;
    internal const int IFLA_BRPORT_MODE = 4;
    private const int IFLA_BRPORT_NO = 18;
    private const int IFLA_BRPORT_ISOLATED = 33;

    public BridgePortState State { get; init; }

    /// <summary>The port's number in its bridge, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether it sends back by itself what came in by it (hairpin mode).</summary>
    public bool IsHairpin { get; init; }

    /// <summary>Whether it passes nothing to other isolated ports.</summary>
    public bool IsIsolated { get; init; }

    internal static BridgePortData Decode(NetlinkAttributes attributes) => new(attributes);

    public BridgePortData()
    {
    }

    private BridgePortData(NetlinkAttributes attributes)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case IFLA_BRPORT_STATE: State = (BridgePortState)attribute.AsByte(); break;
                case IFLA_BRPORT_MODE: IsHairpin = attribute.AsByte() != 0; break;
                case IFLA_BRPORT_ISOLATED: IsIsolated = attribute.AsByte() != 0; break;
                case IFLA_BRPORT_NO: Number = attribute.AsUInt16(); break;
            }
        }
    }
}
