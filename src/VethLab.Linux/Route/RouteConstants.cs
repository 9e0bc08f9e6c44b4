namespace VethLab.Linux.Route;

/// <summary>include/uapi/linux/{rtnetlink,if_link,if_addr,neighbour,net_namespace}.h, in the kernel's spelling.</summary>
internal static class RouteConstants
{
    internal const ushort RTM_NEWLINK = 16;
    internal const ushort RTM_DELLINK = 17;
    internal const ushort RTM_GETLINK = 18;
    internal const ushort RTM_SETLINK = 19;
    internal const ushort RTM_NEWADDR = 20;
    internal const ushort RTM_DELADDR = 21;
    internal const ushort RTM_GETADDR = 22;
    internal const ushort RTM_NEWROUTE = 24;
    internal const ushort RTM_DELROUTE = 25;
    internal const ushort RTM_GETROUTE = 26;
    internal const ushort RTM_NEWNEIGH = 28;
    internal const ushort RTM_DELNEIGH = 29;
    internal const ushort RTM_GETNEIGH = 30;
    internal const ushort RTM_NEWRULE = 32;
    internal const ushort RTM_GETRULE = 34;
    internal const ushort RTM_NEWNEIGHTBL = 64;
    internal const ushort RTM_GETNEIGHTBL = 66;
    internal const ushort RTM_NEWNETCONF = 80;
    internal const ushort RTM_GETNETCONF = 82;
    internal const ushort RTM_NEWNSID = 88;
    internal const ushort RTM_GETNSID = 90;

    /// <summary>include/uapi/linux/netconf.h: struct netconfmsg { u8 family; }.</summary>
    internal const int NETCONFMSG_LENGTH = 1;
    internal const int NETCONFA_IFINDEX = 1;
    internal const int NETCONFA_FORWARDING = 2;
    internal const int NETCONFA_IFINDEX_ALL = -1;

    internal const int IFINFOMSG_LENGTH = 16;
    internal const int IFADDRMSG_LENGTH = 8;
    internal const int RTMSG_LENGTH = 12;
    internal const int NDMSG_LENGTH = 12;
    internal const int RTGENMSG_LENGTH = 4;

    internal const int IFLA_ADDRESS = 1;
    internal const int IFLA_IFNAME = 3;
    internal const int IFLA_MTU = 4;
    internal const int IFLA_LINK = 5;
    internal const int IFLA_QDISC = 6;
    internal const int IFLA_MASTER = 10;
    internal const int IFLA_TXQLEN = 13;
    internal const int IFLA_OPERSTATE = 16;
    internal const int IFLA_LINKINFO = 18;
    internal const int IFLA_NET_NS_PID = 19;
    internal const int IFLA_PROTINFO = 12;
    internal const int IFLA_IFALIAS = 20;
    internal const int IFLA_STATS64 = 23;
    internal const int IFLA_AF_SPEC = 26;
    internal const int IFLA_GROUP = 27;
    internal const int IFLA_NET_NS_FD = 28;
    internal const int IFLA_EXT_MASK = 29;
    internal const int IFLA_NUM_TX_QUEUES = 31;
    internal const int IFLA_NUM_RX_QUEUES = 32;
    internal const int IFLA_LINK_NETNSID = 37;
    internal const int IFLA_TARGET_NETNSID = 46;
    internal const int IFLA_PROMISCUITY = 30;
    internal const int IFLA_PROTO_DOWN = 39;
    internal const int IFLA_NEW_IFINDEX = 49;
    internal const int IFLA_PROP_LIST = 52;

    internal const int IFLA_INFO_KIND = 1;
    internal const int IFLA_INFO_DATA = 2;
    internal const int IFLA_INFO_SLAVE_KIND = 4;
    internal const int IFLA_INFO_SLAVE_DATA = 5;
    internal const int VETH_INFO_PEER = 1;

    internal const int IFLA_INET6_ADDR_GEN_MODE = 8;
    internal const byte IN6_ADDR_GEN_MODE_EUI64 = 0;
    internal const byte IN6_ADDR_GEN_MODE_NONE = 1;

    internal const uint RTEXT_FILTER_SKIP_STATS = 1 << 3;

    internal const int IFA_ADDRESS = 1;
    internal const int IFA_LOCAL = 2;
    internal const int IFA_LABEL = 3;
    internal const int IFA_BROADCAST = 4;
    internal const int IFA_CACHEINFO = 6;
    internal const int IFA_FLAGS = 8;
    internal const int IFA_RT_PRIORITY = 9;
    internal const int IFA_PROTO = 11;

    /// <summary>struct ifa_cacheinfo { u32 preferred, valid, created, changed; }, in seconds; all ones: for ever.</summary>
    internal const int IFA_CACHEINFO_LENGTH = 16;
    internal const uint INFINITY_LIFE_TIME = uint.MaxValue;

    internal const int RTA_DST = 1;
    internal const int RTA_SRC = 2;
    internal const int RTA_IIF = 3;
    internal const int RTA_OIF = 4;
    internal const int RTA_GATEWAY = 5;
    internal const int RTA_PRIORITY = 6;
    internal const int RTA_PREFSRC = 7;
    internal const int RTA_METRICS = 8;
    internal const int RTA_MULTIPATH = 9;
    internal const int RTA_FLOW = 11;
    internal const int RTA_CACHEINFO = 12;
    internal const int RTA_TABLE = 15;
    internal const int RTA_MARK = 16;
    internal const int RTA_VIA = 18;
    internal const int RTA_PREF = 20;
    internal const int RTA_ENCAP_TYPE = 21;
    internal const int RTA_ENCAP = 22;
    internal const int RTA_EXPIRES = 23;
    internal const int RTA_TTL_PROPAGATE = 26;
    internal const int RTA_NH_ID = 30;

    internal const int RTNEXTHOP_LENGTH = 8;
    internal const int RTVIA_FAMILY_LENGTH = 2;
    internal const int RTA_CACHEINFO_EXPIRES_OFFSET = 8;
    internal const int RTAX_MTU = 2;

    internal const byte RTN_UNSPEC = 0;
    internal const byte RTN_UNICAST = 1;

    internal const byte RT_SCOPE_HOST = 254;

    internal const uint RTM_F_CLONED = 0x200;
    internal const uint RTM_F_LOOKUP_TABLE = 0x1000;
    internal const uint RTM_F_FIB_MATCH = 0x2000;

    internal const int NDA_DST = 1;
    internal const int NDA_LLADDR = 2;
    internal const int NDA_VLAN = 5;
    internal const int NDA_PORT = 6;
    internal const int NDA_VNI = 7;
    internal const int NDA_IFINDEX = 8;
    internal const int NDA_MASTER = 9;
    internal const int NDA_FLAGS_EXT = 15;
    internal const int NTF_EXT_SHIFT = 8;

    internal const int FIB_RULE_HDR_LENGTH = 12;
    internal const int FRA_DST = 1;
    internal const int FRA_SRC = 2;
    internal const int FRA_IIFNAME = 3;
    internal const int FRA_GOTO = 4;
    internal const int FRA_PRIORITY = 6;
    internal const int FRA_FWMARK = 10;
    internal const int FRA_SUPPRESS_IFGROUP = 13;
    internal const int FRA_SUPPRESS_PREFIXLEN = 14;
    internal const int FRA_TABLE = 15;
    internal const int FRA_FWMASK = 16;
    internal const int FRA_OIFNAME = 17;
    internal const int FRA_PAD = 18;
    internal const int FRA_PROTOCOL = 21;

    internal const int NETNSA_NSID = 1;
    internal const int NETNSA_FD = 3;

    /// <summary>struct ndtmsg { u8 family; u8 pad1; u16 pad2; }</summary>
    internal const int NDTMSG_LENGTH = 4;

    internal const int NDTA_NAME = 1;
    internal const int NDTA_THRESH3 = 4;
    internal const int NDTA_CONFIG = 5;
    internal const int NDTA_STATS = 7;
}
