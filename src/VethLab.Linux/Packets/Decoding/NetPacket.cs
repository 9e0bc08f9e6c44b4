using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>
/// A packet as a capture saw it, taken apart as far as it can be. Immutable. What a packet has not, or what was cut off, is null. Of a
/// tunnel the outer packet is described; of an ICMP error, the error itself.
/// </summary>
public sealed record NetPacket
{
    /// <summary>When the kernel saw it, to 100 ns.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same in nanoseconds since 1970.</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>Name of the interface it was seen on.</summary>
    public required string Interface { get; init; }

    /// <summary>Name of the interface's namespace; null where it was not given.</summary>
    public string? Namespace { get; init; }

    public required PacketDirection Direction { get; init; }

    /// <summary>Null on links without Ethernet header.</summary>
    public MacAddress? SourceMac { get; internal set; }

    /// <summary>Null on links without Ethernet header.</summary>
    public MacAddress? DestinationMac { get; internal set; }

    /// <summary>What the frame carries, VLAN tags passed over (include/uapi/linux/if_ether.h); null for an 802.3 length.</summary>
    public ushort? EtherType { get; internal set; }

    /// <summary>Number of the (outer) VLAN; 0 is a tag with a priority only.</summary>
    public int? VlanId { get; internal set; }

    /// <summary>Address of the IP header, or the sender's in ARP.</summary>
    public IPAddress? SourceAddress { get; internal set; }

    /// <summary>Address of the IP header, or the target's in ARP.</summary>
    public IPAddress? DestinationAddress { get; internal set; }

    /// <summary>
    /// The innermost protocol that is understood: ARP, ICMP, ICMPv6, TCP, UDP, IGMP, ESP, … as /etc/protocols writes them; IP-number for
    /// others; IPv4 or IPv6 where only that could be read; 0x and four digits for an unknown EtherType; LLC.
    /// </summary>
    public string Protocol { get; internal set; } = string.Empty;

    /// <summary>Number of the protocol that IP carries (IANA); null without IP.</summary>
    public byte? ProtocolNumber { get; internal set; }

    public int? SourcePort { get; internal set; }

    public int? DestinationPort { get; internal set; }

    /// <summary>Time to live, or hop limit.</summary>
    public int? TimeToLive { get; internal set; }

    /// <summary>The datagram's number that its fragments share: 16 bits in IPv4, 32 in an IPv6 fragment header.</summary>
    public long? IPId { get; internal set; }

    /// <summary>Where in the datagram this fragment begins, in bytes; null for what is no fragment.</summary>
    public int? FragmentOffset { get; internal set; }

    /// <summary>Further fragments follow.</summary>
    public bool MoreFragments { get; internal set; }

    public int? IcmpType { get; internal set; }

    public int? IcmpCode { get; internal set; }

    /// <summary>Id of an echo request or reply.</summary>
    public int? IcmpId { get; internal set; }

    /// <summary>Number of an echo request or reply.</summary>
    public int? IcmpSequence { get; internal set; }

    /// <summary>The address that a neighbour solicitation asks for or an advertisement tells of.</summary>
    public IPAddress? NeighborTarget { get; internal set; }

    /// <summary>Request, Reply, or the number of another operation.</summary>
    public string? ArpOperation { get; internal set; }

    public MacAddress? ArpSenderMac { get; internal set; }

    public IPAddress? ArpSenderAddress { get; internal set; }

    public MacAddress? ArpTargetMac { get; internal set; }

    public IPAddress? ArpTargetAddress { get; internal set; }

    public TcpFlags? TcpFlags { get; internal set; }

    public uint? TcpSequence { get; internal set; }

    public uint? TcpAcknowledgment { get; internal set; }

    public int? TcpWindow { get; internal set; }

    /// <summary>Bytes of the whole frame as it was, link header included.</summary>
    public required int Length { get; init; }

    /// <summary>Bytes that the innermost header that was read says it carries.</summary>
    public int? PayloadLength { get; internal set; }

    /// <summary>The transport checksum is left to an offload, so a wrong one means nothing.</summary>
    public bool ChecksumPending { get; init; }

    /// <summary>What is wrong with the packet, or where it was cut; null when all is well.</summary>
    public string? Malformed { get; internal set; }

    /// <summary>The packet in one line, as tcpdump -nn -S writes it.</summary>
    public string Summary { get; internal set; } = string.Empty;

    /// <summary>The bytes as captured.</summary>
    public required byte[] Data { get; init; }

    public override string ToString() => Summary;
}
