namespace VethLab.Linux.NfTables.Expressions;

/// <summary>What the sender of a rejected packet is told (enum nft_reject_types).</summary>
public enum RejectKind : uint
{
    /// <summary>ICMP or ICMPv6 unreachable; the code is the family's own.</summary>
    Unreachable = 0,

    TcpReset = 1,

    /// <summary>
    /// Unreachable in the packet's own family; codes of enum nft_reject_inet_code: 0 no route, 1 port, 2 host, 3 prohibited.
    /// </summary>
    AnyFamilyUnreachable = 2,
}
