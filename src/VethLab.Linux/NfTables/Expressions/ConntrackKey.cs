namespace VethLab.Linux.NfTables.Expressions;

/// <summary>What connection tracking knows of a packet's flow (enum nft_ct_keys). Numbers of later kernels pass through unnamed.</summary>
public enum ConntrackKey : uint
{
    /// <summary>Bits, host order: 1 invalid, 2 established, 4 related, 8 new, 64 untracked.</summary>
    State = 0,
    Direction = 1,

    /// <summary>Bits, host order: 0x10 source NAT, 0x20 destination NAT, and others (enum ip_conntrack_status).</summary>
    Status = 2,

    /// <summary>The flow's mark, host order.</summary>
    Mark = 3,
    SecurityMark = 4,
    Expiration = 5,
    Helper = 6,
    NetworkProtocol = 7,
    Source = 8,
    Destination = 9,
    Protocol = 10,
    SourcePort = 11,
    DestinationPort = 12,
    Labels = 13,
    Packets = 14,
    Bytes = 15,
    AveragePacket = 16,
    Zone = 17,
    EventMask = 18,
    SourceIPv4 = 19,
    DestinationIPv4 = 20,
    SourceIPv6 = 21,
    DestinationIPv6 = 22,
    Id = 23,
}
