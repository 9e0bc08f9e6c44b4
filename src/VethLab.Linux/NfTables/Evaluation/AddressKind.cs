namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What the routing table says an address is (RTN_*, rtnetlink.h): nft's fib … type, iptables' -m addrtype.</summary>
public enum AddressKind : uint
{
    Unspecified = 0,
    Unicast = 1,
    Local = 2,
    Broadcast = 3,
    Anycast = 4,
    Multicast = 5,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
}
