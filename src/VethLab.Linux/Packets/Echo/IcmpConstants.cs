namespace VethLab.Linux.Packets;

/// <summary>Message types of include/uapi/linux/icmp.h and icmpv6.h.</summary>
internal static class IcmpConstants
{
    internal const byte ICMP_ECHOREPLY = 0;
    internal const byte ICMP_DEST_UNREACH = 3;
    internal const byte ICMP_SOURCE_QUENCH = 4;
    internal const byte ICMP_REDIRECT = 5;
    internal const byte ICMP_ECHO = 8;
    internal const byte ICMP_ROUTER_ADVERTISEMENT = 9;
    internal const byte ICMP_ROUTER_SOLICITATION = 10;
    internal const byte ICMP_TIME_EXCEEDED = 11;
    internal const byte ICMP_PARAMETERPROB = 12;
    internal const byte ICMP_TIMESTAMP = 13;
    internal const byte ICMP_TIMESTAMPREPLY = 14;
    internal const byte ICMP_INFO_REQUEST = 15;
    internal const byte ICMP_INFO_REPLY = 16;
    internal const byte ICMP_ADDRESS = 17;
    internal const byte ICMP_ADDRESSREPLY = 18;

    internal const byte ICMPV6_DEST_UNREACH = 1;
    internal const byte ICMPV6_PKT_TOOBIG = 2;
    internal const byte ICMPV6_TIME_EXCEED = 3;
    internal const byte ICMPV6_PARAMPROB = 4;
    internal const byte ICMPV6_ECHO_REQUEST = 128;
    internal const byte ICMPV6_ECHO_REPLY = 129;
    internal const byte ICMPV6_MGM_QUERY = 130;
    internal const byte ICMPV6_MGM_REPORT = 131;
    internal const byte ICMPV6_MGM_REDUCTION = 132;
    internal const byte NDISC_ROUTER_SOLICITATION = 133;
    internal const byte NDISC_ROUTER_ADVERTISEMENT = 134;
    internal const byte NDISC_NEIGHBOUR_SOLICITATION = 135;
    internal const byte NDISC_NEIGHBOUR_ADVERTISEMENT = 136;
    internal const byte NDISC_REDIRECT = 137;
    internal const byte ICMPV6_MLD2_REPORT = 143;
}
