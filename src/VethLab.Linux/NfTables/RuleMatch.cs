using System.Net;

namespace VethLab.Linux.NfTables;

/// <summary>A condition of a rule in terms of what it means, however it was spelt. Compares by value.</summary>
/// <param name="Negated">Whether it holds for all packets but those described.</param>
public abstract record RuleMatch(bool Negated);

/// <summary>
/// An address lies in a network: iptables' -s and -d, nft's ip saddr and so on. A single address has all bits as its prefix.
/// </summary>
public sealed record NetworkMatch(PacketEnd End, IPAddress Network, int PrefixLength, bool Negated) : RuleMatch(Negated);

/// <summary>An address lies between two, both included: iptables' -m iprange, nft's ip saddr 10.0.0.1-10.0.0.9.</summary>
public sealed record AddressRangeMatch(PacketEnd End, IPAddress From, IPAddress To, bool Negated) : RuleMatch(Negated);

/// <summary>
/// The name of an interface: iptables' -i and -o, nft's iifname and oifname. With <see cref="IsPrefix"/> the names that begin so, which
/// iptables writes br+ and nft br*.
/// </summary>
public sealed record InterfaceMatch(PacketWay Way, string Name, bool IsPrefix, bool Negated) : RuleMatch(Negated)
{
    /// <summary>Whether packets of an interface of this name meet the condition.</summary>
    public bool Admits(string interfaceName) =>
        (IsPrefix ? interfaceName.StartsWith(Name, StringComparison.Ordinal) : interfaceName == Name) != Negated;
}

/// <summary>The index of an interface: nft's iif and oif.</summary>
public sealed record InterfaceIndexMatch(PacketWay Way, int Index, bool Negated) : RuleMatch(Negated);

/// <summary>The packet's family, IPv4, IPv6 or Arp: nft's meta nfproto and meta protocol.</summary>
public sealed record FamilyMatch(NfFamily Family, bool Negated) : RuleMatch(Negated);

/// <summary>The protocol above IP: iptables' -p, nft's meta l4proto and ip protocol. 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6 (IANA).</summary>
public sealed record ProtocolMatch(byte Protocol, bool Negated) : RuleMatch(Negated);
