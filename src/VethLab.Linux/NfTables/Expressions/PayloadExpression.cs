using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Loads bytes of the packet into a register, in network order: NFTA_PAYLOAD_DREG, _BASE, _OFFSET, _LEN, each u32.
/// </summary>
public sealed record PayloadExpression(PayloadBase Base, uint Offset, uint Length, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "payload";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_PAYLOAD_DREG, Register);
        writer.PutUInt32BigEndian(NFTA_PAYLOAD_BASE, (uint)Base);
        writer.PutUInt32BigEndian(NFTA_PAYLOAD_OFFSET, Offset);
        writer.PutUInt32BigEndian(NFTA_PAYLOAD_LEN, Length);
    }

    internal static PayloadExpression? Decode(NetlinkAttributes data)
    {
        uint? from = null, offset = null, length = null, register = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_PAYLOAD_DREG: register = attribute.AsUInt32BigEndian(); break;
                case NFTA_PAYLOAD_BASE: from = attribute.AsUInt32BigEndian(); break;
                case NFTA_PAYLOAD_OFFSET: offset = attribute.AsUInt32BigEndian(); break;
                case NFTA_PAYLOAD_LEN: length = attribute.AsUInt32BigEndian(); break;
                // Changes the packet instead.
                case NFTA_PAYLOAD_SREG: return null;
            }
        }
        return register is { } into && from is { } start && offset is { } at && length is { } count
            ? new PayloadExpression((PayloadBase)start, at, count, Expressions.Register.Canonical(into))
            : null;
    }
}
