using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Gives the packet another source, or with <see cref="Destination"/> another destination, out of registers: NFTA_NAT_TYPE u32 (0 source,
/// 1 destination), _FAMILY u32, _REG_ADDR_MIN, _REG_ADDR_MAX, _REG_PROTO_MIN, _REG_PROTO_MAX u32, _FLAGS u32 (NF_NAT_RANGE_*, nf_nat.h).
/// </summary>
public sealed record NatExpression(
    bool Destination, NfFamily AddressFamily, uint? AddressMinRegister = null, uint? AddressMaxRegister = null,
    uint? PortMinRegister = null, uint? PortMaxRegister = null, uint Flags = 0) : NfExpression
{
    internal const string Kind = "nat";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt32BigEndian(NFTA_NAT_TYPE, Destination ? 1u : 0);
        writer.PutUInt32BigEndian(NFTA_NAT_FAMILY, (uint)AddressFamily);
        PutRegister(writer, NFTA_NAT_REG_ADDR_MIN, AddressMinRegister);
        PutRegister(writer, NFTA_NAT_REG_ADDR_MAX, AddressMaxRegister);
        PutRegister(writer, NFTA_NAT_REG_PROTO_MIN, PortMinRegister);
        PutRegister(writer, NFTA_NAT_REG_PROTO_MAX, PortMaxRegister);
        if (Flags != 0)
            writer.PutUInt32BigEndian(NFTA_NAT_FLAGS, Flags);
    }

    private static void PutRegister(NetlinkWriter writer, int type, uint? register)
    {
        if (register is { } number)
            writer.PutUInt32BigEndian(type, number);
    }

    internal static NatExpression? Decode(NetlinkAttributes data)
    {
        uint? type = null, family = null, addressMin = null, addressMax = null, portMin = null, portMax = null;
        uint flags = 0;
        foreach (var attribute in data)
        {
            var value = attribute.AsUInt32BigEndian();
            switch (attribute.Type)
            {
                case NFTA_NAT_TYPE: type = value; break;
                case NFTA_NAT_FAMILY: family = value; break;
                case NFTA_NAT_REG_ADDR_MIN: addressMin = Register.Canonical(value); break;
                case NFTA_NAT_REG_ADDR_MAX: addressMax = Register.Canonical(value); break;
                case NFTA_NAT_REG_PROTO_MIN: portMin = Register.Canonical(value); break;
                case NFTA_NAT_REG_PROTO_MAX: portMax = Register.Canonical(value); break;
                case NFTA_NAT_FLAGS: flags = value; break;
            }
        }
        return type is 0 or 1 && family is { } number && number <= byte.MaxValue
            ? new NatExpression(type == 1, (NfFamily)number, addressMin, addressMax, portMin, portMax, flags)
            : null;
    }
}
