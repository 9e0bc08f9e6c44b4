using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Goes on only if a register's value is in a set of the table, or with <see cref="Negated"/> only if it is not; a map's value goes into
/// <see cref="DestinationRegister"/>: NFTA_LOOKUP_SET string, _SREG, _DREG, _FLAGS u32 (1: negated). Anonymous sets are called
/// __set0 and so on.
/// </summary>
public sealed record LookupExpression(
    string Set, uint SourceRegister = Register.First, uint? DestinationRegister = null, bool Negated = false) : NfExpression
{
    internal const string Kind = "lookup";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutString(NFTA_LOOKUP_SET, Set);
        writer.PutUInt32BigEndian(NFTA_LOOKUP_SREG, SourceRegister);
        if (DestinationRegister is { } into)
            writer.PutUInt32BigEndian(NFTA_LOOKUP_DREG, into);
        if (Negated)
            writer.PutUInt32BigEndian(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
    }

    internal static LookupExpression? Decode(NetlinkAttributes data)
    {
        string? set = null;
        uint? source = null, destination = null;
        uint flags = 0;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_LOOKUP_SET: set = attribute.AsString(); break;
                case NFTA_LOOKUP_SREG: source = Register.Canonical(attribute.AsUInt32BigEndian()); break;
                case NFTA_LOOKUP_DREG: destination = Register.Canonical(attribute.AsUInt32BigEndian()); break;
                case NFTA_LOOKUP_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
            }
        }
        return set is not null && source is { } from && (flags & ~NFT_LOOKUP_F_INV) == 0
            ? new LookupExpression(set, from, destination, flags == NFT_LOOKUP_F_INV)
            : null;
    }
}
