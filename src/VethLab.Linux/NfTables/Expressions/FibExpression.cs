using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Loads what the routing table says of the packet into a register: NFTA_FIB_RESULT u32 (1 index of the interface, 2 its name, 3 the kind
/// of address, RTN_* in host order), NFTA_FIB_FLAGS u32 (NFTA_FIB_F_*: 1 source, 2 destination, 4 mark, 8 in, 16 out), NFTA_FIB_DREG u32.
/// </summary>
public sealed record FibExpression(uint Result, uint Flags, uint Register = Register.First) : NfExpression
{
    internal const string Kind = "fib";
    internal const uint NFT_FIB_RESULT_ADDRTYPE = 3;
    internal const uint NFTA_FIB_F_SADDR = 1;
    internal const uint NFTA_FIB_F_DADDR = 2;

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_FIB_DREG, Register);
        writer.PutUInt32BigEndian(NFTA_FIB_RESULT, Result);
        writer.PutUInt32BigEndian(NFTA_FIB_FLAGS, Flags);
    }

    internal static FibExpression? Decode(NetlinkAttributes data)
    {
        uint? register = null, result = null, flags = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_FIB_DREG: register = attribute.AsUInt32BigEndian(); break;
                case NFTA_FIB_RESULT: result = attribute.AsUInt32BigEndian(); break;
                case NFTA_FIB_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
            }
        }
        return register is { } into && result is { } what && flags is { } of
            ? new FibExpression(what, of, Expressions.Register.Canonical(into))
            : null;
    }
}
