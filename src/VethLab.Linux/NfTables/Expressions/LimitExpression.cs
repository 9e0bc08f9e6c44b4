using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>
/// Goes on only while there are at most so many packets or bytes in a time, or with <see cref="Negated"/> only above that:
/// NFTA_LIMIT_RATE u64, _UNIT u64 (seconds), _BURST u32, _TYPE u32 (0 packets, 1 bytes), _FLAGS u32 (1: negated).
/// </summary>
public sealed record LimitExpression(ulong Rate, ulong Seconds, uint Burst, bool CountsBytes = false, bool Negated = false) : NfExpression
{
    internal const string Kind = "limit";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt64BigEndian(NFTA_LIMIT_RATE, Rate);
        writer.PutUInt64BigEndian(NFTA_LIMIT_UNIT, Seconds);
        writer.PutUInt32BigEndian(NFTA_LIMIT_BURST, Burst);
        writer.PutUInt32BigEndian(NFTA_LIMIT_TYPE, CountsBytes ? 1u : 0);
        writer.PutUInt32BigEndian(NFTA_LIMIT_FLAGS, Negated ? NFT_LIMIT_F_INV : 0);
    }

    internal static LimitExpression? Decode(NetlinkAttributes data)
    {
        ulong? rate = null, unit = null;
        uint burst = 0, type = 0, flags = 0;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case NFTA_LIMIT_RATE: rate = attribute.AsUInt64BigEndian(); break;
                case NFTA_LIMIT_UNIT: unit = attribute.AsUInt64BigEndian(); break;
                case NFTA_LIMIT_BURST: burst = attribute.AsUInt32BigEndian(); break;
                case NFTA_LIMIT_TYPE: type = attribute.AsUInt32BigEndian(); break;
                case NFTA_LIMIT_FLAGS: flags = attribute.AsUInt32BigEndian(); break;
            }
        }
        return rate is { } count && unit is { } seconds && type <= 1 && (flags & ~NFT_LIMIT_F_INV) == 0
            ? new LimitExpression(count, seconds, burst, type == 1, flags == NFT_LIMIT_F_INV)
            : null;
    }
}
