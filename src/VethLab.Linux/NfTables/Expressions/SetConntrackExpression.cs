using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Sets what connection tracking keeps of the packet's flow, as its mark, from a register: NFTA_CT_KEY u32, NFTA_CT_SREG u32.</summary>
public sealed record SetConntrackExpression(ConntrackKey Key, uint Register = Register.First) : NfExpression
{
    public override string Name => ConntrackExpression.Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_CT_KEY, (uint)Key);
        writer.PutUInt32BigEndian(NFTA_CT_SREG, Register);
    }

    internal static SetConntrackExpression? Decode(NetlinkAttributes data)
    {
        uint? key = null, register = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_CT_KEY: key = attribute.AsUInt32BigEndian(); break;
                case NFTA_CT_SREG: register = attribute.AsUInt32BigEndian(); break;
                // A key of one direction cannot be written again without it.
                default: return null;
            }
        }
        return key is { } what && register is { } from ? new SetConntrackExpression((ConntrackKey)what, Expressions.Register.Canonical(from)) : null;
    }
}
