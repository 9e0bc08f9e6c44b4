using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Sets what is known of the packet besides its bytes, as its mark, from a register: NFTA_META_KEY u32, NFTA_META_SREG u32.</summary>
public sealed record SetMetaExpression(MetaKey Key, uint Register = Register.First) : NfExpression
{
    public override string Name => MetaExpression.Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_META_KEY, (uint)Key);
        writer.PutUInt32BigEndian(NFTA_META_SREG, Register);
    }

    internal static SetMetaExpression? Decode(NetlinkAttributes data)
    {
        uint? key = null, register = null;
        foreach (var attribute in data)
        {
            if (attribute.Type == NFTA_META_KEY)
                key = attribute.AsUInt32BigEndian();
            else if (attribute.Type == NFTA_META_SREG)
                register = attribute.AsUInt32BigEndian();
        }
        return key is { } what && register is { } from ? new SetMetaExpression((MetaKey)what, Expressions.Register.Canonical(from)) : null;
    }
}
