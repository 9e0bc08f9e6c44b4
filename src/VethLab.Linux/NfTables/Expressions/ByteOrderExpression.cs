using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Turns the numbers in a register from host into network order, or back: NFTA_BYTEORDER_SREG, _DREG, _OP (0 to host, 1 to network), _LEN,
/// _SIZE (of one number: 2, 4 or 8 bytes), each u32.
/// </summary>
public sealed record ByteOrderExpression(
    uint Length, uint Size, bool ToNetwork = true, uint SourceRegister = Register.First, uint DestinationRegister = Register.First) : NfExpression
{
    internal const string Kind = "byteorder";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_BYTEORDER_SREG, SourceRegister);
        writer.PutUInt32BigEndian(NFTA_BYTEORDER_DREG, DestinationRegister);
        writer.PutUInt32BigEndian(NFTA_BYTEORDER_OP, ToNetwork ? 1u : 0);
        writer.PutUInt32BigEndian(NFTA_BYTEORDER_LEN, Length);
        writer.PutUInt32BigEndian(NFTA_BYTEORDER_SIZE, Size);
    }

    internal static ByteOrderExpression? Decode(NetlinkAttributes data)
    {
        uint? source = null, destination = null, operation = null, length = null, size = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_BYTEORDER_SREG: source = attribute.AsUInt32BigEndian(); break;
                case NFTA_BYTEORDER_DREG: destination = attribute.AsUInt32BigEndian(); break;
                case NFTA_BYTEORDER_OP: operation = attribute.AsUInt32BigEndian(); break;
                case NFTA_BYTEORDER_LEN: length = attribute.AsUInt32BigEndian(); break;
                case NFTA_BYTEORDER_SIZE: size = attribute.AsUInt32BigEndian(); break;
            }
        }
        return source is { } from && destination is { } to && operation is 0 or 1 && length is <= 64 && size is 2 or 4 or 8
            ? new ByteOrderExpression(length.Value, size.Value, operation == 1, Register.Canonical(from), Register.Canonical(to))
            : null;
    }
}
