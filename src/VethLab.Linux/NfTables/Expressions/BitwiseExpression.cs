using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// register = (register AND mask) XOR value: NFTA_BITWISE_SREG, _DREG, _LEN u32, _MASK and _XOR values of the length. NFTA_BITWISE_OP is
/// left out as iptables-nft does: it means this one, and kernels before 5.6 know no other.
/// </summary>
public sealed record BitwiseExpression(
    NfBytes Mask, NfBytes Xor, uint SourceRegister = Register.First, uint DestinationRegister = Register.First) : NfExpression
{
    internal const string Kind = "bitwise";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_BITWISE_SREG, SourceRegister);
        writer.PutUInt32BigEndian(NFTA_BITWISE_DREG, DestinationRegister);
        writer.PutUInt32BigEndian(NFTA_BITWISE_LEN, (uint)Mask.Length);
        DataValue.Put(writer, NFTA_BITWISE_MASK, Mask.Span);
        DataValue.Put(writer, NFTA_BITWISE_XOR, Xor.Span);
    }

    internal static BitwiseExpression? Decode(NetlinkAttributes data)
    {
        uint? source = null, destination = null, length = null;
        var operation = NFT_BITWISE_MASK_XOR;
        NfBytes? mask = null, xor = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_BITWISE_SREG: source = attribute.AsUInt32BigEndian(); break;
                case NFTA_BITWISE_DREG: destination = attribute.AsUInt32BigEndian(); break;
                case NFTA_BITWISE_LEN: length = attribute.AsUInt32BigEndian(); break;
                case NFTA_BITWISE_MASK: mask = DataValue.Read(attribute); break;
                case NFTA_BITWISE_XOR: xor = DataValue.Read(attribute); break;
                case NFTA_BITWISE_OP: operation = attribute.AsUInt32BigEndian(); break;
                // Newer kernels combine two registers; what is not known here cannot be written again.
                default: return null;
            }
        }
        return operation == NFT_BITWISE_MASK_XOR && source is { } from && destination is { } to
            && mask is { } and && xor is { } flip && length == and.Length && length == flip.Length
            ? new BitwiseExpression(and, flip, Register.Canonical(from), Register.Canonical(to))
            : null;
    }
}
