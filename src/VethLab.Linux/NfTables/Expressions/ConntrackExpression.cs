using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Loads what connection tracking knows of the packet's flow into a register: NFTA_CT_KEY u32, NFTA_CT_DREG u32, and NFTA_CT_DIRECTION u8
/// (0 original, 1 reply) for the keys that have one.
/// </summary>
public sealed record ConntrackExpression(ConntrackKey Key, uint Register = Register.First, byte? Direction = null) : NfExpression
{
    internal const string Kind = "ct";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_CT_KEY, (uint)Key);
        writer.PutUInt32BigEndian(NFTA_CT_DREG, Register);
        if (Direction is { } direction)
            writer.PutByte(NFTA_CT_DIRECTION, direction);
    }

    internal static ConntrackExpression? Decode(NetlinkAttributes data)
    {
        uint? key = null, register = null;
        byte? direction = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_CT_KEY: key = attribute.AsUInt32BigEndian(); break;
                case NFTA_CT_DREG: register = attribute.AsUInt32BigEndian(); break;
                case NFTA_CT_DIRECTION: direction = attribute.AsByte(); break;
                // Sets it instead.
                case NFTA_CT_SREG: return null;
            }
        }
        return key is { } what && register is { } into
            ? new ConntrackExpression((ConntrackKey)what, Expressions.Register.Canonical(into), direction)
            : null;
    }
}
