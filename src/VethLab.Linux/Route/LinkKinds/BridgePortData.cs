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

    internal static BridgePortData Decode(NetlinkAttributes attributes)
    {
        var data = new BridgePortData();
        foreach (var attribute in attributes)
        {
            data = attribute.Type switch
            {
                IFLA_BRPORT_STATE => data with { State = (BridgePortState)attribute.AsByte() },
                IFLA_BRPORT_MODE => data with { IsHairpin = attribute.AsByte() != 0 },
                IFLA_BRPORT_ISOLATED => data with { IsIsolated = attribute.AsByte() != 0 },
                IFLA_BRPORT_NO => data with { Number = attribute.AsUInt16() },
                _ => data,
            };
        }
        return data;
    }
}
