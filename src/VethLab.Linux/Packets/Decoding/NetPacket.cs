using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>
/// A packet as a capture saw it, taken apart as far as it can be. Immutable. What a packet has not, or what was cut off, is null. Of a
/// tunnel the outer packet is described, of an ICMP error the error itself; <see cref="Inner"/> is the packet within.
/// </summary>
public sealed partial record NetPacket
{
    /// <summary>When the kernel saw it, to 100 ns.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(TimestampNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>The same in nanoseconds since 1970.</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>Name of the interface it was seen on.</summary>
    public string Interface => Link.Name;

    /// <summary>Name of the interface's namespace; null where it was not given.</summary>
    public string? Namespace => Link.Namespace;

    /// <summary>The interface with all that is known of it: lab, MAC address, speed, what its frames begin with.</summary>
    public required CaptureLink Link { get; init; }

    public required PacketDirection Direction { get; init; }

    /// <summary>What <see cref="Data"/> begins with.</summary>
    internal LinkType LinkType { get; init; }

    /// <summary>What the kernel said that the frame carries: all there is to go by without an Ethernet header.</summary>
    internal ushort FrameEtherType { get; init; }

    /// <summary>Null on links without Ethernet header.</summary>
    public MacAddress? SourceMac => HasEthernet ? new MacAddress(Data.AsSpan(6, 6)) : null;

    /// <summary>Null on links without Ethernet header.</summary>
    public MacAddress? DestinationMac => HasEthernet ? new MacAddress(Data.AsSpan(0, 6)) : null;

    /// <summary>What the frame carries, VLAN tags passed over (include/uapi/linux/if_ether.h); null for an 802.3 length.</summary>
    public ushort? EtherType { get; internal set; }

    /// <summary>Number of the (outer) VLAN; 0 is a tag with a priority only.</summary>
    public int? VlanId { get; internal set; }

    /// <summary>Priority in the (outer) VLAN tag, 0 to 7.</summary>
    public int? VlanPriority { get; internal set; }

    /// <summary>Number of the inner VLAN of two.</summary>
    public int? InnerVlanId { get; internal set; }

    /// <summary>Priority in the inner VLAN tag of two.</summary>
    public int? InnerVlanPriority { get; internal set; }

    /// <summary>Address of the IP header, or the sender's in ARP.</summary>
    public IPAddress? SourceAddress => Address(sourceOffset, addressLength);

    /// <summary>Address of the IP header, or the target's in ARP.</summary>
    public IPAddress? DestinationAddress => Address(destinationOffset, addressLength);

    /// <summary>
    /// What IP carries, or the frame where that is not IP: ARP, ICMP, ICMPv6, TCP, UDP, IGMP, GRE, ESP, … as /etc/protocols writes them;
    /// IP-number for others; IPv4 or IPv6 where only that could be read; STP, LLDP, LLC; 0x and four digits for an unknown EtherType; unknown for other link types.
    /// </summary>
    public string Protocol { get; internal set; } = string.Empty;

    /// <summary>What UDP carries, where that is understood: DNS, mDNS, DHCP, DHCPv6, VXLAN.</summary>
    public string? Application { get; internal set; }

    /// <summary>Number of the protocol that IP carries (IANA); null without IP.</summary>
    public byte? ProtocolNumber { get; internal set; }

    public int? SourcePort { get; internal set; }

    public int? DestinationPort { get; internal set; }

    /// <summary>Time to live, or hop limit.</summary>
    public int? TimeToLive { get; internal set; }

    /// <summary>Differentiated services and congestion bits: the TOS byte, or the traffic class.</summary>
    public int? TrafficClass { get; internal set; }

    /// <summary>Of IPv6.</summary>
    public int? FlowLabel { get; internal set; }

    /// <summary>IPv4 routers must not fragment it; null for IPv6, where they never do.</summary>
    public bool? DontFragment { get; internal set; }

    /// <summary>The datagram's number that its fragments share: 16 bits in IPv4, 32 in an IPv6 fragment header.</summary>
    public long? IPId { get; internal set; }

    /// <summary>Where in the datagram this fragment begins, in bytes; null for what is no fragment.</summary>
    public int? FragmentOffset { get; internal set; }

    /// <summary>Further fragments follow.</summary>
    public bool MoreFragments { get; internal set; }

    /// <summary>The IPv4 header's, as it is in the packet.</summary>
    public int? HeaderChecksum { get; internal set; }

    /// <summary>That of ICMP, ICMPv6, TCP or UDP, as it is in the packet; it means nothing where <see cref="ChecksumPending"/>.</summary>
    public int? Checksum { get; internal set; }

    public int? IcmpType { get; internal set; }

    public int? IcmpCode { get; internal set; }

    /// <summary>Id of an ICMP request or reply.</summary>
    public int? IcmpId { get; internal set; }

    /// <summary>Number of an ICMP request or reply.</summary>
    public int? IcmpSequence { get; internal set; }

    /// <summary>The largest packet that would pass, by an ICMP error.</summary>
    public long? IcmpMtu { get; internal set; }

    /// <summary>The router that an ICMP or ICMPv6 redirect points to.</summary>
    public IPAddress? RedirectTarget => Address(redirectOffset, addressLength);

    /// <summary>The address that a neighbour solicitation asks for or an advertisement tells of.</summary>
    public IPAddress? NeighborTarget => Address(neighborOffset, 16);

    /// <summary>Request, Reply, or the number of another operation.</summary>
    public string? ArpOperation { get; internal set; }

    public MacAddress? ArpSenderMac => IsArp ? new MacAddress(Data.AsSpan(ArpOffset + 8, 6)) : null;

    public IPAddress? ArpSenderAddress => IsArp ? SourceAddress : null;

    public MacAddress? ArpTargetMac => IsArp ? new MacAddress(Data.AsSpan(ArpOffset + 18, 6)) : null;

    public IPAddress? ArpTargetAddress => IsArp ? DestinationAddress : null;

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

    /// <summary>The packet in one line, as tcpdump -nn -S writes it. Written when it is asked for.</summary>
    public string Summary => PacketDecoder.Describe(this);

    /// <summary>The bytes as captured.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The interface for a file that this packet, which may be one within another, is written to.</summary>
    public CaptureLink ToFileLink() => Link.LinkType == LinkType ? Link : Link with { LinkType = LinkType, MacAddress = null };

    /// <summary>The frame that it was read from.</summary>
    public CapturedFrame ToFrame() => new()
    {
        TimestampNanoseconds = TimestampNanoseconds,
        InterfaceIndex = Link.Index,
        Direction = Direction,
        LinkType = LinkType,
        EtherType = FrameEtherType,
        Data = Data,
        OriginalLength = Length,
        ChecksumPending = ChecksumPending,
    };

    public override string ToString() => Summary;
}
