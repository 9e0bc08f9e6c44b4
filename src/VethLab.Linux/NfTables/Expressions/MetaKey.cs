namespace VethLab.Linux.NfTables.Expressions;

/// <summary>What is known of a packet besides its bytes (enum nft_meta_keys). Numbers of later kernels pass through unnamed.</summary>
public enum MetaKey : uint
{
    Length = 0,

    /// <summary>Ethernet type, network order.</summary>
    Protocol = 1,
    Priority = 2,

    /// <summary>The packet's mark, host order.</summary>
    Mark = 3,

    /// <summary>Index of the interface it came in by, host order.</summary>
    InInterface = 4,

    /// <summary>Index of the interface it goes out by, host order.</summary>
    OutInterface = 5,

    /// <summary>Name of the interface it came in by: 16 bytes, padded with NULs.</summary>
    InInterfaceName = 6,

    /// <summary>Name of the interface it goes out by: 16 bytes, padded with NULs.</summary>
    OutInterfaceName = 7,
    InInterfaceType = 8,
    OutInterfaceType = 9,
    SocketUserId = 10,
    SocketGroupId = 11,
    Trace = 12,
    RouteClassId = 13,
    SecurityMark = 14,

    /// <summary>Family of the packet, one byte: 2 IPv4, 10 IPv6.</summary>
    NetfilterProtocol = 15,

    /// <summary>Protocol above IP, one byte: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.</summary>
    TransportProtocol = 16,

    /// <summary>Name of the bridge whose port it came in by.</summary>
    BridgeInName = 17,

    /// <summary>Name of the bridge whose port it goes out by.</summary>
    BridgeOutName = 18,
    PacketType = 19,
    Cpu = 20,
    InInterfaceGroup = 21,
    OutInterfaceGroup = 22,
}
