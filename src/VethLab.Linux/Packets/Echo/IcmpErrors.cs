using System.Net.Sockets;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>What ICMP error messages mean (RFC 792, RFC 1812 section 5.2.7, RFC 4443 section 3), in ping(8)'s words.</summary>
internal static class IcmpErrors
{
    internal static (EchoStatus Status, string Message) Explain(AddressFamily family, byte type, byte code) =>
        family == AddressFamily.InterNetwork ? ExplainV4(type, code) : ExplainV6(type, code);

    private static (EchoStatus Status, string Message) ExplainV4(byte type, byte code) => (type, code) switch
    {
        (ICMP_DEST_UNREACH, 0) => (EchoStatus.NetworkUnreachable, "Destination Net Unreachable"),
        (ICMP_DEST_UNREACH, 1) => (EchoStatus.HostUnreachable, "Destination Host Unreachable"),
        (ICMP_DEST_UNREACH, 2) => (EchoStatus.ProtocolUnreachable, "Destination Protocol Unreachable"),
        (ICMP_DEST_UNREACH, 3) => (EchoStatus.PortUnreachable, "Destination Port Unreachable"),
        (ICMP_DEST_UNREACH, 4) => (EchoStatus.PacketTooBig, "Frag needed and DF set"),
        (ICMP_DEST_UNREACH, 5) => (EchoStatus.DestinationUnreachable, "Source Route Failed"),
        (ICMP_DEST_UNREACH, 6) => (EchoStatus.NetworkUnreachable, "Destination Net Unknown"),
        (ICMP_DEST_UNREACH, 7) => (EchoStatus.HostUnreachable, "Destination Host Unknown"),
        (ICMP_DEST_UNREACH, 8) => (EchoStatus.HostUnreachable, "Source Host Isolated"),
        (ICMP_DEST_UNREACH, 9) => (EchoStatus.AdministrativelyProhibited, "Destination Net Prohibited"),
        (ICMP_DEST_UNREACH, 10) => (EchoStatus.AdministrativelyProhibited, "Destination Host Prohibited"),
        (ICMP_DEST_UNREACH, 11) => (EchoStatus.NetworkUnreachable, "Destination Net Unreachable for Type of Service"),
        (ICMP_DEST_UNREACH, 12) => (EchoStatus.HostUnreachable, "Destination Host Unreachable for Type of Service"),
        (ICMP_DEST_UNREACH, 13) => (EchoStatus.AdministrativelyProhibited, "Packet filtered"),
        (ICMP_DEST_UNREACH, 14) => (EchoStatus.AdministrativelyProhibited, "Precedence Violation"),
        (ICMP_DEST_UNREACH, 15) => (EchoStatus.AdministrativelyProhibited, "Precedence Cutoff"),
        (ICMP_TIME_EXCEEDED, 0) => (EchoStatus.TtlExpired, "Time to live exceeded"),
        (ICMP_TIME_EXCEEDED, _) => (EchoStatus.ReassemblyTimedOut, "Frag reassembly time exceeded"),
        (ICMP_PARAMETERPROB, _) => (EchoStatus.ParameterProblem, "Parameter problem"),
        _ => (EchoStatus.DestinationUnreachable, $"Destination Unreachable, ICMP type {type} code {code}"),
    };

    private static (EchoStatus Status, string Message) ExplainV6(byte type, byte code) => (type, code) switch
    {
        (ICMPV6_DEST_UNREACH, 0) => (EchoStatus.NetworkUnreachable, "Destination unreachable: No route"),
        (ICMPV6_DEST_UNREACH, 1) => (EchoStatus.AdministrativelyProhibited, "Destination unreachable: Administratively prohibited"),
        (ICMPV6_DEST_UNREACH, 2) => (EchoStatus.NetworkUnreachable, "Destination unreachable: Beyond scope of source address"),
        (ICMPV6_DEST_UNREACH, 3) => (EchoStatus.HostUnreachable, "Destination unreachable: Address unreachable"),
        (ICMPV6_DEST_UNREACH, 4) => (EchoStatus.PortUnreachable, "Destination unreachable: Port unreachable"),
        (ICMPV6_DEST_UNREACH, 5) => (EchoStatus.AdministrativelyProhibited, "Destination unreachable: Source address failed policy"),
        (ICMPV6_DEST_UNREACH, 6) => (EchoStatus.NetworkUnreachable, "Destination unreachable: Reject route"),
        (ICMPV6_PKT_TOOBIG, _) => (EchoStatus.PacketTooBig, "Packet too big"),
        (ICMPV6_TIME_EXCEED, 0) => (EchoStatus.TtlExpired, "Time exceeded: Hop limit"),
        (ICMPV6_TIME_EXCEED, _) => (EchoStatus.ReassemblyTimedOut, "Time exceeded: Defragmentation failure"),
        // RFC 4443 section 3.4: code 1 is an unknown next header, so the target speaks no ICMPv6.
        (ICMPV6_PARAMPROB, 1) => (EchoStatus.ProtocolUnreachable, "Parameter problem: Unknown header"),
        (ICMPV6_PARAMPROB, _) => (EchoStatus.ParameterProblem, "Parameter problem: Wrong header field or option"),
        _ => (EchoStatus.DestinationUnreachable, $"Destination unreachable: ICMPv6 type {type} code {code}"),
    };
}
