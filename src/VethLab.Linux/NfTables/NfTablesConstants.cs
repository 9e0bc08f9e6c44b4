namespace VethLab.Linux.NfTables;

/// <summary>include/uapi/linux/netfilter/nfnetlink.h, nf_tables.h and nf_tables_compat.h, in the kernel's spelling.</summary>
internal static class NfTablesConstants
{
    internal const ushort NFNL_SUBSYS_NFTABLES = 10;
    internal const ushort NFNL_MSG_BATCH_BEGIN = 0x10;
    internal const ushort NFNL_MSG_BATCH_END = 0x11;
    internal const int NFNL_BATCH_GENID = 1;

    internal const ushort NFT_MSG_NEWTABLE = NFNL_SUBSYS_NFTABLES << 8;
    internal const ushort NFT_MSG_GETTABLE = NFT_MSG_NEWTABLE + 1;
    internal const ushort NFT_MSG_DELTABLE = NFT_MSG_NEWTABLE + 2;
    internal const ushort NFT_MSG_NEWCHAIN = NFT_MSG_NEWTABLE + 3;
    internal const ushort NFT_MSG_GETCHAIN = NFT_MSG_NEWTABLE + 4;
    internal const ushort NFT_MSG_DELCHAIN = NFT_MSG_NEWTABLE + 5;
    internal const ushort NFT_MSG_NEWRULE = NFT_MSG_NEWTABLE + 6;
    internal const ushort NFT_MSG_GETRULE = NFT_MSG_NEWTABLE + 7;
    internal const ushort NFT_MSG_DELRULE = NFT_MSG_NEWTABLE + 8;
    internal const ushort NFT_MSG_NEWSET = NFT_MSG_NEWTABLE + 9;
    internal const ushort NFT_MSG_GETSET = NFT_MSG_NEWTABLE + 10;
    internal const ushort NFT_MSG_NEWSETELEM = NFT_MSG_NEWTABLE + 12;
    internal const ushort NFT_MSG_GETSETELEM = NFT_MSG_NEWTABLE + 13;
    internal const ushort NFT_MSG_NEWGEN = NFT_MSG_NEWTABLE + 15;
    internal const ushort NFT_MSG_GETGEN = NFT_MSG_NEWTABLE + 16;
    internal const ushort NFT_MSG_TRACE = NFT_MSG_NEWTABLE + 17;
    internal const ushort NFT_MSG_NEWOBJ = NFT_MSG_NEWTABLE + 18;
    internal const ushort NFT_MSG_GETOBJ = NFT_MSG_NEWTABLE + 19;
    internal const ushort NFT_MSG_NEWFLOWTABLE = NFT_MSG_NEWTABLE + 22;
    internal const ushort NFT_MSG_GETFLOWTABLE = NFT_MSG_NEWTABLE + 23;

    /// <summary>Longest name with its final NUL, in bytes; the kernel's policies allow one less without it.</summary>
    internal const int NFT_NAME_MAXLEN = 256;

    internal const int NFTA_LIST_ELEM = 1;

    internal const int NFTA_HOOK_HOOKNUM = 1;
    internal const int NFTA_HOOK_PRIORITY = 2;
    internal const int NFTA_HOOK_DEV = 3;
    internal const int NFTA_HOOK_DEVS = 4;
    internal const int NFTA_DEVICE_NAME = 1;

    internal const int NFTA_TABLE_NAME = 1;
    internal const int NFTA_TABLE_FLAGS = 2;
    internal const int NFTA_TABLE_USE = 3;
    internal const int NFTA_TABLE_HANDLE = 4;
    internal const int NFTA_TABLE_USERDATA = 6;
    internal const int NFTA_TABLE_OWNER = 7;

    internal const int NFTA_CHAIN_TABLE = 1;
    internal const int NFTA_CHAIN_HANDLE = 2;
    internal const int NFTA_CHAIN_NAME = 3;
    internal const int NFTA_CHAIN_HOOK = 4;
    internal const int NFTA_CHAIN_POLICY = 5;
    internal const int NFTA_CHAIN_USE = 6;
    internal const int NFTA_CHAIN_TYPE = 7;

    internal const int NFTA_RULE_TABLE = 1;
    internal const int NFTA_RULE_CHAIN = 2;
    internal const int NFTA_RULE_HANDLE = 3;
    internal const int NFTA_RULE_EXPRESSIONS = 4;
    internal const int NFTA_RULE_POSITION = 6;
    internal const int NFTA_RULE_USERDATA = 7;

    internal const int NFTA_TRACE_TABLE = 1;
    internal const int NFTA_TRACE_CHAIN = 2;
    internal const int NFTA_TRACE_RULE_HANDLE = 3;
    internal const int NFTA_TRACE_TYPE = 4;
    internal const int NFTA_TRACE_VERDICT = 5;
    internal const int NFTA_TRACE_ID = 6;
    internal const int NFTA_TRACE_NETWORK_HEADER = 8;
    internal const int NFTA_TRACE_TRANSPORT_HEADER = 9;
    internal const int NFTA_TRACE_POLICY = 16;

    internal const int NFTA_OBJ_TYPE = 3;
    internal const int NFTA_OBJ_DATA = 4;
    internal const int NFTA_OBJ_USERDATA = 8;
    internal const uint NFT_OBJECT_COUNTER = 1;
    internal const uint NFT_OBJECT_QUOTA = 2;

    internal const int NFTA_FLOWTABLE_HOOK = 3;
    internal const int NFTA_FLOWTABLE_FLAGS = 7;

    internal const int NFTA_QUOTA_CONSUMED = 4;

    internal const int NFTA_GEN_ID = 1;

    internal const int NFTA_SET_TABLE = 1;
    internal const int NFTA_SET_NAME = 2;
    internal const int NFTA_SET_FLAGS = 3;
    internal const int NFTA_SET_KEY_LEN = 5;
    internal const int NFTA_SET_ID = 10;
    internal const int NFTA_SET_HANDLE = 16;
    internal const int NFTA_SET_COUNT = 20;
    internal const int NFTA_SET_DESC = 9;
    internal const int NFTA_SET_DESC_CONCAT = 2;
    internal const int NFTA_SET_FIELD_LEN = 1;

    internal const int NFTA_SET_ELEM_LIST_TABLE = 1;
    internal const int NFTA_SET_ELEM_LIST_SET = 2;
    internal const int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    internal const int NFTA_SET_ELEM_KEY = 1;
    internal const int NFTA_SET_ELEM_DATA = 2;
    internal const int NFTA_SET_ELEM_FLAGS = 3;
    internal const int NFTA_SET_ELEM_USERDATA = 6;
    internal const int NFTA_SET_ELEM_OBJREF = 9;
    internal const int NFTA_SET_ELEM_KEY_END = 10;
    internal const uint NFT_SET_ELEM_INTERVAL_END = 1;
    internal const uint NFT_SET_ELEM_CATCHALL = 2;

    internal const int NFTA_EXPR_NAME = 1;
    internal const int NFTA_EXPR_DATA = 2;

    internal const int NFTA_DATA_VALUE = 1;
    internal const int NFTA_DATA_VERDICT = 2;
    internal const int NFTA_VERDICT_CODE = 1;
    internal const int NFTA_VERDICT_CHAIN = 2;

    internal const int NFTA_IMMEDIATE_DREG = 1;
    internal const int NFTA_IMMEDIATE_DATA = 2;

    internal const int NFTA_PAYLOAD_DREG = 1;
    internal const int NFTA_PAYLOAD_BASE = 2;
    internal const int NFTA_PAYLOAD_OFFSET = 3;
    internal const int NFTA_PAYLOAD_LEN = 4;
    internal const int NFTA_PAYLOAD_SREG = 5;

    internal const int NFTA_BITWISE_SREG = 1;
    internal const int NFTA_BITWISE_DREG = 2;
    internal const int NFTA_BITWISE_LEN = 3;
    internal const int NFTA_BITWISE_MASK = 4;
    internal const int NFTA_BITWISE_XOR = 5;
    internal const int NFTA_BITWISE_OP = 6;
    internal const uint NFT_BITWISE_MASK_XOR = 0;

    internal const int NFTA_CMP_SREG = 1;
    internal const int NFTA_CMP_OP = 2;
    internal const int NFTA_CMP_DATA = 3;

    internal const int NFTA_RANGE_SREG = 1;
    internal const int NFTA_RANGE_OP = 2;
    internal const int NFTA_RANGE_FROM_DATA = 3;
    internal const int NFTA_RANGE_TO_DATA = 4;

    internal const int NFTA_BYTEORDER_SREG = 1;
    internal const int NFTA_BYTEORDER_DREG = 2;
    internal const int NFTA_BYTEORDER_OP = 3;
    internal const int NFTA_BYTEORDER_LEN = 4;
    internal const int NFTA_BYTEORDER_SIZE = 5;

    internal const int NFTA_FIB_DREG = 1;
    internal const int NFTA_FIB_RESULT = 2;
    internal const int NFTA_FIB_FLAGS = 3;

    internal const int NFTA_REDIR_REG_PROTO_MIN = 1;
    internal const int NFTA_REDIR_REG_PROTO_MAX = 2;
    internal const int NFTA_REDIR_FLAGS = 3;

    internal const int NFTA_META_DREG = 1;
    internal const int NFTA_META_KEY = 2;
    internal const int NFTA_META_SREG = 3;

    internal const int NFTA_CT_DREG = 1;
    internal const int NFTA_CT_KEY = 2;
    internal const int NFTA_CT_DIRECTION = 3;
    internal const int NFTA_CT_SREG = 4;

    internal const int NFTA_COUNTER_BYTES = 1;
    internal const int NFTA_COUNTER_PACKETS = 2;

    internal const int NFTA_MASQ_FLAGS = 1;
    internal const int NFTA_MASQ_REG_PROTO_MIN = 2;
    internal const int NFTA_MASQ_REG_PROTO_MAX = 3;

    internal const int NFTA_NAT_TYPE = 1;
    internal const int NFTA_NAT_FAMILY = 2;
    internal const int NFTA_NAT_REG_ADDR_MIN = 3;
    internal const int NFTA_NAT_REG_ADDR_MAX = 4;
    internal const int NFTA_NAT_REG_PROTO_MIN = 5;
    internal const int NFTA_NAT_REG_PROTO_MAX = 6;
    internal const int NFTA_NAT_FLAGS = 7;

    internal const int NFTA_LOOKUP_SET = 1;
    internal const int NFTA_LOOKUP_SREG = 2;
    internal const int NFTA_LOOKUP_DREG = 3;
    internal const int NFTA_LOOKUP_FLAGS = 5;
    internal const uint NFT_LOOKUP_F_INV = 1;

    internal const int NFTA_REJECT_TYPE = 1;
    internal const int NFTA_REJECT_ICMP_CODE = 2;

    internal const int NFTA_LIMIT_RATE = 1;
    internal const int NFTA_LIMIT_UNIT = 2;
    internal const int NFTA_LIMIT_BURST = 3;
    internal const int NFTA_LIMIT_TYPE = 4;
    internal const int NFTA_LIMIT_FLAGS = 5;
    internal const uint NFT_LIMIT_F_INV = 1;

    internal const int NFTA_LOG_GROUP = 1;
    internal const int NFTA_LOG_PREFIX = 2;
    internal const int NFTA_LOG_SNAPLEN = 3;
    internal const int NFTA_LOG_QTHRESHOLD = 4;
    internal const int NFTA_LOG_LEVEL = 5;
    internal const int NFTA_LOG_FLAGS = 6;

    // NFTA_MATCH_* and NFTA_TARGET_* have the same numbers (nf_tables_compat.h).
    internal const int NFTA_TARGET_NAME = 1;
    internal const int NFTA_TARGET_REV = 2;
    internal const int NFTA_TARGET_INFO = 3;
}
