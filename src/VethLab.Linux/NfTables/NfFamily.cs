namespace VethLab.Linux.NfTables;

/// <summary>The family of a table: which packets its chains see (NFPROTO_*, netfilter.h; nft(8), "Address families").</summary>
public enum NfFamily : byte
{
    /// <summary>IPv4 and IPv6 together.</summary>
    Inet = 1,

    /// <summary>IPv4; nft calls it ip.</summary>
    IPv4 = 2,

    Arp = 3,

    /// <summary>Ingress and egress of single devices.</summary>
    Netdev = 5,

    /// <summary>What a bridge forwards.</summary>
    Bridge = 7,

    /// <summary>IPv6; nft calls it ip6.</summary>
    IPv6 = 10,
}
