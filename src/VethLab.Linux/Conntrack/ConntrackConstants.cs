namespace VethLab.Linux.Conntrack;

/// <summary>include/uapi/linux/netfilter/nfnetlink_conntrack.h, in the kernel's spelling.</summary>
internal static class ConntrackConstants
{
    private const ushort NFNL_SUBSYS_CTNETLINK = 1;
    internal const ushort IPCTNL_MSG_CT_NEW = NFNL_SUBSYS_CTNETLINK << 8;
    internal const ushort IPCTNL_MSG_CT_GET = IPCTNL_MSG_CT_NEW + 1;
    internal const ushort IPCTNL_MSG_CT_DELETE = IPCTNL_MSG_CT_NEW + 2;

    internal const int CTA_TUPLE_ORIG = 1;
    internal const int CTA_TUPLE_REPLY = 2;
    internal const int CTA_STATUS = 3;
    internal const int CTA_PROTOINFO = 4;
    internal const int CTA_TIMEOUT = 7;
    internal const int CTA_MARK = 8;
    internal const int CTA_COUNTERS_ORIG = 9;
    internal const int CTA_COUNTERS_REPLY = 10;
    internal const int CTA_ID = 12;
    internal const int CTA_ZONE = 18;

    internal const int CTA_TUPLE_IP = 1;
    internal const int CTA_TUPLE_PROTO = 2;
    internal const int CTA_IP_V4_SRC = 1;
    internal const int CTA_IP_V4_DST = 2;
    internal const int CTA_IP_V6_SRC = 3;
    internal const int CTA_IP_V6_DST = 4;
    internal const int CTA_PROTO_NUM = 1;
    internal const int CTA_PROTO_SRC_PORT = 2;
    internal const int CTA_PROTO_DST_PORT = 3;
    internal const int CTA_PROTO_ICMP_ID = 4;
    internal const int CTA_PROTO_ICMPV6_ID = 7;

    internal const int CTA_PROTOINFO_TCP = 1;
    internal const int CTA_PROTOINFO_TCP_STATE = 1;
    internal const int CTA_COUNTERS_PACKETS = 1;
    internal const int CTA_COUNTERS_BYTES = 2;
}
