namespace VethLab.Linux.NfTables.Words;

/// <summary>How the bytes that rules compare with are written (nft(8), "Data types").</summary>
internal enum ValueKind
{
    Hexadecimal,

    /// <summary>A number in network order.</summary>
    Number,

    /// <summary>A number in host order.</summary>
    HostNumber,

    /// <summary>0x and eight digits, of host order.</summary>
    Mark,
    Address,
    InterfaceName,
    Protocol,
    Family,
    EtherType,
    Mac,
    IcmpType,
    Icmp6Type,
    TcpFlags,
    FlowState,
    Dscp,
    PacketType,
    AddressType,
    Direction,
}
