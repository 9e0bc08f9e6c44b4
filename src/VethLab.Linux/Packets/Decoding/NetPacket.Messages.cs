namespace VethLab.Linux.Packets;

/// <summary>What a packet says beyond addresses and numbers, each null where it is not of that kind.</summary>
public sealed partial record NetPacket
{
    /// <summary>The options of a TCP header that has some.</summary>
    public TcpOptions? TcpOptions => TcpOptionBytes.Length > 0 ? TcpOptions.Read(Data.AsSpan(TcpOptionBytes.Offset, TcpOptionBytes.Length)) : null;

    /// <summary>A DNS or mDNS message, over UDP.</summary>
    public DnsMessage? Dns { get; internal set; }

    /// <summary>A DHCP or BOOTP message.</summary>
    public DhcpMessage? Dhcp { get; internal set; }

    /// <summary>A DHCPv6 message.</summary>
    public DhcpV6Message? DhcpV6 { get; internal set; }

    /// <summary>What a router, or a host about itself, says in IPv6's neighbour discovery.</summary>
    public NeighborMessage? NeighborDiscovery { get; internal set; }

    /// <summary>Who listens to which multicast groups, or the question for it: IGMP and MLD.</summary>
    public MulticastMessage? Multicast { get; internal set; }

    public SpanningTreeMessage? SpanningTree { get; internal set; }

    /// <summary>Number of the VXLAN network, or the key of a GRE tunnel.</summary>
    public long? TunnelId { get; internal set; }

    /// <summary>
    /// The packet within: of a VXLAN, GRE or IP-in-IP tunnel what it carries, of an ICMP error the beginning of the packet that it is about.
    /// Made when it is asked for.
    /// </summary>
    public NetPacket? Inner => PacketDecoder.DecodeInner(this);
}
