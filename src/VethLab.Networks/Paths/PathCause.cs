namespace VethLab.Networks.Paths;

/// <summary>Why packets do not arrive, or, in a healthy path, what is wrong all the same.</summary>
public enum PathCause
{
    /// <summary>Nothing: the path works.</summary>
    None,

    /// <summary>The evidence does not say, or speaks for several causes.</summary>
    Undecided,

    /// <summary>An interface on the way is down (IFF_UP is not set).</summary>
    LinkDown,

    /// <summary>An interface is up but has no carrier: the other end of its pair is down, or a bridge has no port that is up.</summary>
    NoCarrier,

    /// <summary>The loopback of a namespace is down: it does not even reach its own addresses.</summary>
    LoopbackDown,

    /// <summary>The outer end of a pair is no port of the bridge that it belongs to.</summary>
    PortNotInBridge,

    /// <summary>STP has not let a bridge port forward (listening, learning, blocking), or somebody has blocked it.</summary>
    StpNotForwarding,

    /// <summary>The sender, or the destination, has no address of the family asked for.</summary>
    NoAddress,

    /// <summary>A prefix length makes one end take the other for a neighbour, or for a stranger, that it is not.</summary>
    WrongPrefixLength,

    /// <summary>No route leads to the destination, though there is a default route or the destination is in no connected network of a router on the way.</summary>
    NoRoute,

    /// <summary>The sender has only its connected routes, and the destination is not in them.</summary>
    NoDefaultRoute,

    /// <summary>The next hop is an address that nobody who forwards has, while another neighbour leads to the destination.</summary>
    WrongGateway,

    /// <summary>The next hop, or the destination in a connected network, does not answer ARP or neighbour solicitations.</summary>
    NeighborNotAnswering,

    /// <summary>Two interfaces in one broadcast domain have the same address.</summary>
    DuplicateAddress,

    /// <summary>Two interfaces in one broadcast domain have the same MAC address.</summary>
    DuplicateMac,

    /// <summary>A router on the way has ip_forward (or IPv6's conf/all/forwarding) off.</summary>
    ForwardingOff,

    /// <summary>A router forwards, but not what comes in by this interface (conf/INTERFACE/forwarding).</summary>
    InterfaceForwardingOff,

    /// <summary>The policy of a base chain drops what no rule accepts: the FORWARD policy of iptables, or a chain of nft.</summary>
    ChainPolicyDrop,

    /// <summary>A single rule drops.</summary>
    RuleDrop,

    /// <summary>A single rule rejects, and tells the sender.</summary>
    RuleReject,

    /// <summary>Private addresses leave untranslated for where nobody knows the way back, and nothing masquerades there.</summary>
    NoMasquerade,

    /// <summary>There is masquerading, but its rule is for another subnet, interface or destination.</summary>
    MasqueradeForOther,

    /// <summary>Traffic within the subnet is masqueraded: bridged packets get the bridge's address.</summary>
    MasqueradeSameSubnet,

    /// <summary>Strict reverse path filtering (rp_filter) drops: the way back would leave by another interface.</summary>
    ReversePathFilter,

    /// <summary>A hop's MTU is less than the packet, which may not be fragmented.</summary>
    MtuTooSmall,

    /// <summary>The destination, or a router on the way back, has no route to the source.</summary>
    NoReturnRoute,

    /// <summary>The destination is reached, and nothing listens on the port there: reset, or port unreachable.</summary>
    PortClosed,

    /// <summary>The destination is reached, but does not answer echo requests (icmp_echo_ignore_all).</summary>
    EchoIgnored,

    /// <summary>A route, or a rule of the routing policy, of the kind blackhole, unreachable or prohibit takes the packets.</summary>
    BlackholeRoute,

    /// <summary>Tables of legacy iptables may drop here, and cannot be judged.</summary>
    LegacyIptables,
}
