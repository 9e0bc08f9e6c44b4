namespace VethLab.Networks.Paths;

/// <summary>What the kernel's words for a drop (enum skb_drop_reason, include/net/dropreason-core.h) mean for a path.</summary>
internal static class DropReasons
{
    /// <summary>The cause that a reason alone proves; null: it proves none.</summary>
    internal static PathCause? CauseOf(string reason) => reason switch
    {
        "IP_RPFILTER" or "IP_LOCAL_SOURCE" => PathCause.ReversePathFilter,
        "NEIGH_FAILED" or "NEIGH_QUEUEFULL" => PathCause.NeighborNotAnswering,
        "IP_OUTNOROUTES" or "IP_INNOROUTES" => PathCause.NoRoute,
        "PKT_TOO_BIG" => PathCause.MtuTooSmall,
        "NO_SOCKET" => PathCause.PortClosed,
        _ => null,
    };

    /// <summary>Whether a reason says anything, and is a loss.</summary>
    internal static bool IsTelling(string reason) => reason is not ("NOT_SPECIFIED" or "NO_TX_TARGET" or "CONSUMED" or "NOT_DROPPED_YET");

    /// <summary>Causes that go with a reason: it speaks for a finding of one of these.</summary>
    internal static bool Supports(string reason, PathCause cause) => reason switch
    {
        "NETFILTER_DROP" => cause is PathCause.RuleDrop or PathCause.RuleReject or PathCause.ChainPolicyDrop or PathCause.LegacyIptables,
        "IP_OUTNOROUTES" or "IP_INNOROUTES" => cause is PathCause.NoRoute or PathCause.NoDefaultRoute or PathCause.NoReturnRoute or PathCause.BlackholeRoute or PathCause.ForwardingOff or PathCause.InterfaceForwardingOff,
        "NEIGH_FAILED" => cause is PathCause.NeighborNotAnswering or PathCause.WrongGateway or PathCause.WrongPrefixLength or PathCause.NoAddress,
        "DEV_READY" => cause is PathCause.LinkDown or PathCause.NoCarrier or PathCause.LoopbackDown,
        _ => CauseOf(reason) == cause,
    };
}
