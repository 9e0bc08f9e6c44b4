using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Loads a fixed value into a register, as nft does before nat: NFTA_IMMEDIATE_DREG u32, NFTA_IMMEDIATE_DATA value. With a verdict
/// instead of a value it is a <see cref="VerdictExpression"/>.
/// </summary>
public sealed record ImmediateExpression(NfBytes Value, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "immediate";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_IMMEDIATE_DREG, Register);
        DataValue.Put(writer, NFTA_IMMEDIATE_DATA, Value.Span);
    }

    internal static ImmediateExpression? Decode(NetlinkAttributes data)
    {
        uint? register = null;
        NfBytes? value = null;
        foreach (var attribute in data)
        {
            if (attribute.Type == NFTA_IMMEDIATE_DREG)
                register = attribute.AsUInt32BigEndian();
            else if (attribute.Type == NFTA_IMMEDIATE_DATA)
                value = DataValue.Read(attribute);
        }
        return register is { } into && value is { } what
            ? new ImmediateExpression(what, Expressions.Register.Canonical(into))
            : null;
    }
}
