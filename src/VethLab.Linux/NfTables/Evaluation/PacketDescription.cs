using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>
/// What is known of a packet, whole and without options or extension headers, at a hook. Null is what is not known: rules that ask for it are
/// not decided. An interface or bridge port that the packet does not have is the empty text.
/// </summary>
public sealed record PacketDescription
{
    /// <summary>IPv4, IPv6 or Arp.</summary>
    public required NfFamily Family { get; init; }

    public string? InInterface { get; init; }

    public string? OutInterface { get; init; }

    public int? InInterfaceIndex { get; init; }

    public int? OutInterfaceIndex { get; init; }

    /// <summary>The bridge port by which a packet came in that a bridge passes to iptables; empty where it is routed.</summary>
    public string? InBridgePort { get; init; }

    /// <summary>The bridge port by which such a packet goes out.</summary>
    public string? OutBridgePort { get; init; }

    public IPAddress? Source { get; init; }

    public IPAddress? Destination { get; init; }

    /// <summary>The protocol above IP: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6 (IANA).</summary>
    public byte? Protocol { get; init; }

    public ushort? SourcePort { get; init; }

    public ushort? DestinationPort { get; init; }

    public byte? IcmpType { get; init; }

    public byte? IcmpCode { get; init; }

    /// <summary>The flags of TCP's header: 2 SYN, 16 ACK and so on (RFC 9293).</summary>
    public byte? TcpFlags { get; init; }

    /// <summary>One bit.</summary>
    public FlowState? State { get; init; }

    public uint? Mark { get; init; }

    /// <summary>The mark of the flow: ct mark.</summary>
    public uint? FlowMark { get; init; }

    public RouteType? SourceKind { get; init; }

    public RouteType? DestinationKind { get; init; }
}
