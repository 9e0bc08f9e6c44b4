using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Goes on with the rule only if a register's first bytes lie between two values, both included, or with <see cref="Negated"/> only if they do
/// not: NFTA_RANGE_SREG u32, _OP u32 (0 within, 1 outside), _FROM_DATA and _TO_DATA values.
/// </summary>
public sealed record RangeExpression(NfBytes From, NfBytes To, bool Negated = false, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "range";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_RANGE_SREG, Register);
        writer.PutUInt32BigEndian(NFTA_RANGE_OP, Negated ? 1u : 0);
        DataValue.Put(writer, NFTA_RANGE_FROM_DATA, From.Span);
        DataValue.Put(writer, NFTA_RANGE_TO_DATA, To.Span);
    }

    internal static RangeExpression? Decode(NetlinkAttributes data)
    {
        uint? register = null, how = null;
        NfBytes? from = null, to = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_RANGE_SREG: register = attribute.AsUInt32BigEndian(); break;
                case NFTA_RANGE_OP: how = attribute.AsUInt32BigEndian(); break;
                case NFTA_RANGE_FROM_DATA: from = DataValue.Read(attribute); break;
                case NFTA_RANGE_TO_DATA: to = DataValue.Read(attribute); break;
            }
        }
        return register is { } source && how is 0 or 1 && from is { } least && to is { } greatest && least.Length == greatest.Length
            ? new RangeExpression(least, greatest, how == 1, Expressions.Register.Canonical(source))
            : null;
    }
}
