using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Loads what is known of the packet besides its bytes into a register: NFTA_META_KEY u32, NFTA_META_DREG u32.</summary>
public sealed record MetaExpression(MetaKey Key, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "meta";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_META_KEY, (uint)Key);
        writer.PutUInt32BigEndian(NFTA_META_DREG, Register);
    }

    internal static MetaExpression? Decode(NetlinkAttributes data)
    {
        uint? key = null, register = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_META_KEY: key = attribute.AsUInt32BigEndian(); break;
                case NFTA_META_DREG: register = attribute.AsUInt32BigEndian(); break;
                // Sets it instead.
                case NFTA_META_SREG: return null;
            }
        }
        return key is { } what && register is { } into
            ? new MetaExpression((MetaKey)what, Expressions.Register.Canonical(into))
            : null;
    }
}
