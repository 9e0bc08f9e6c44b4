using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Sends the packet to this machine itself, to a port out of registers or its own: NFTA_REDIR_REG_PROTO_MIN and _MAX u32, _FLAGS u32
/// (NF_NAT_RANGE_*, nf_nat.h).
/// </summary>
public sealed record RedirectExpression(uint? PortMinRegister = null, uint? PortMaxRegister = null, uint Flags = 0) : NfExpression
{
    internal const string Kind = "redir";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (PortMinRegister is { } min)
            writer.PutUInt32BigEndian(NFTA_REDIR_REG_PROTO_MIN, min);
        if (PortMaxRegister is { } max)
            writer.PutUInt32BigEndian(NFTA_REDIR_REG_PROTO_MAX, max);
        if (Flags != 0)
            writer.PutUInt32BigEndian(NFTA_REDIR_FLAGS, Flags);
    }

    internal static RedirectExpression Decode(NetlinkAttributes data)
    {
        uint? min = null, max = null;
        uint flags = 0;
        foreach (var attribute in data)
        {
            var value = attribute.AsUInt32BigEndian();
            switch (attribute.Type)
            {
                case NFTA_REDIR_REG_PROTO_MIN: min = Register.Canonical(value); break;
                case NFTA_REDIR_REG_PROTO_MAX: max = Register.Canonical(value); break;
                case NFTA_REDIR_FLAGS: flags = value; break;
            }
        }
        return new RedirectExpression(min, max, flags);
    }
}
