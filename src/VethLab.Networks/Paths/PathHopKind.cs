namespace VethLab.Networks.Paths;

/// <summary>What a hop is.</summary>
public enum PathHopKind
{
    /// <summary>The kernel's route lookup, with the source address that it chooses.</summary>
    Route,

    /// <summary>The next hop's MAC address.</summary>
    Neighbor,

    /// <summary>An interface: up, carrier, MTU.</summary>
    Interface,

    /// <summary>From one end of a pair to the other.</summary>
    Veth,

    /// <summary>A bridge port: state, STP.</summary>
    BridgePort,

    /// <summary>A bridge's choice of port, by its forwarding database.</summary>
    Bridge,

    /// <summary>br_netfilter hands bridged packets to iptables or not.</summary>
    BridgeNetfilter,

    /// <summary>A base chain of nf_tables, with what its rules do to the packet.</summary>
    Chain,

    /// <summary>Tables of legacy iptables.</summary>
    LegacyTable,

    /// <summary>Whether the namespace forwards at all, and from this interface.</summary>
    Forwarding,

    /// <summary>rp_filter.</summary>
    ReversePath,

    /// <summary>A translation of addresses.</summary>
    Translation,

    /// <summary>Delivery to the destination's own address, and the port there.</summary>
    Delivery,

    /// <summary>Beyond what can be seen from here: the packet leaves the namespaces that are known.</summary>
    Outside,
}
