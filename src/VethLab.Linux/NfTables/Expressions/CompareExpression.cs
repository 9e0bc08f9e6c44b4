using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Goes on with the rule only if a register's first bytes compare so with a value: NFTA_CMP_SREG u32, _OP u32, _DATA value.
/// </summary>
public sealed record CompareExpression(CompareOperator Operator, NfBytes Value, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "cmp";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_CMP_SREG, Register);
        writer.PutUInt32BigEndian(NFTA_CMP_OP, (uint)Operator);
        DataValue.Put(writer, NFTA_CMP_DATA, Value.Span);
    }

    internal static CompareExpression? Decode(NetlinkAttributes data)
    {
        uint? register = null, how = null;
        NfBytes? value = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_CMP_SREG: register = attribute.AsUInt32BigEndian(); break;
                case NFTA_CMP_OP: how = attribute.AsUInt32BigEndian(); break;
                case NFTA_CMP_DATA: value = DataValue.Read(attribute); break;
            }
        }
        return register is { } from && how is { } operation && value is { } with
            ? new CompareExpression((CompareOperator)operation, with, Expressions.Register.Canonical(from))
            : null;
    }
}
