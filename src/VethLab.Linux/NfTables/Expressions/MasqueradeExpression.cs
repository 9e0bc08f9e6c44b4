using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Gives the packet the address of the interface it goes out by: NFTA_MASQ_FLAGS u32 (NF_NAT_RANGE_*, nf_nat.h), and the registers
/// of a port range, NFTA_MASQ_REG_PROTO_MIN and _MAX u32. Only in nat chains at postrouting.
/// </summary>
public sealed record MasqueradeExpression(uint Flags = 0, uint? PortMinRegister = null, uint? PortMaxRegister = null) : NfExpression
{
    internal const string Kind = "masq";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Flags != 0)
            writer.PutUInt32BigEndian(NFTA_MASQ_FLAGS, Flags);
        if (PortMinRegister is { } min)
            writer.PutUInt32BigEndian(NFTA_MASQ_REG_PROTO_MIN, min);
        if (PortMaxRegister is { } max)
            writer.PutUInt32BigEndian(NFTA_MASQ_REG_PROTO_MAX, max);
    }

    internal static MasqueradeExpression Decode(NetlinkAttributes data)
    {
        uint flags = 0;
        uint? min = null, max = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_MASQ_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
                case NFTA_MASQ_REG_PROTO_MIN: min = Register.Canonical(attribute.AsUInt32BigEndian()); break;
                case NFTA_MASQ_REG_PROTO_MAX: max = Register.Canonical(attribute.AsUInt32BigEndian()); break;
            }
        }
        return new MasqueradeExpression(flags, min, max);
    }
}
