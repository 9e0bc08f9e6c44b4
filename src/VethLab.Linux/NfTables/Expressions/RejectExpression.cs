using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Drops the packet and tells its sender: NFTA_REJECT_TYPE u32, NFTA_REJECT_ICMP_CODE u8.</summary>
/// <param name="With">What the sender is told.</param>
/// <param name="Code">The code of unreachable; null with a TCP reset.</param>
public sealed record RejectExpression(RejectKind With, byte? Code = null) : NfExpression
{
    internal const string Kind = "reject";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_REJECT_TYPE, (uint)With);
        if (Code is { } code)
            writer.PutByte(NFTA_REJECT_ICMP_CODE, code);
    }

    internal static RejectExpression? Decode(NetlinkAttributes data)
    {
        uint? type = null;
        byte? code = null;
        foreach (var attribute in data)
        {
            if (attribute.Type == NFTA_REJECT_TYPE)
                type = attribute.AsUInt32BigEndian();
            else if (attribute.Type == NFTA_REJECT_ICMP_CODE)
                code = attribute.AsByte();
        }
        return type is { } with ? new RejectExpression((RejectKind)with, code) : null;
    }
}
