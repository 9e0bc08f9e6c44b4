using VethLab.Linux.Netlink;

namespace VethLab.Linux.NfTables;

/// <summary>
/// What every message of nfnetlink starts with: struct nfgenmsg { u8 family; u8 version; be16 res_id; }, version 0. In lists res_id
/// is the low half of the ruleset's generation.
/// </summary>
internal static class NfMessage
{
    private const int NFGENMSG_LENGTH = 4;

    /// <summary>A request with its nfgenmsg; family 0 asks for all families.</summary>
    internal static NetlinkRequest Request(string operation, ushort type, byte family, ushort flags)
    {
        var request = new NetlinkRequest(operation, type, flags);
        request.Body.Append(NFGENMSG_LENGTH)[0] = family;
        return request;
    }

    /// <summary>Start or end of a batch: in res_id, big-endian, the subsystem it is for.</summary>
    internal static NetlinkRequest BatchBoundary(string operation, ushort type)
    {
        var request = new NetlinkRequest(operation, type);
        request.Body.Append(NFGENMSG_LENGTH)[3] = (byte)NfTablesConstants.NFNL_SUBSYS_NFTABLES;
        return request;
    }

    internal static NfFamily FamilyOf(ReadOnlySpan<byte> body) => (NfFamily)Whole(body)[0];

    internal static NetlinkAttributes AttributesOf(ReadOnlySpan<byte> body) => new(Whole(body)[NFGENMSG_LENGTH..]);

    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> body) => body.Length >= NFGENMSG_LENGTH
        ? body
        : throw new InvalidDataException($"a message of nfnetlink of {body.Length} bytes");
}
