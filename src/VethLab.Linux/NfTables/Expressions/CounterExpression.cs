using VethLab.Linux.Netlink;
using static VethLab.Linux.NfTables.NfTablesConstants;

namespace VethLab.Linux.NfTables.Expressions;

/// <summary>Counts the packets and bytes that come so far: NFTA_COUNTER_BYTES u64, NFTA_COUNTER_PACKETS u64.</summary>
public sealed record CounterExpression(ulong Packets = 0, ulong Bytes = 0) : NfExpression
{
    internal const string Kind = "counter";

    public override string Name => Kind;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.PutUInt64BigEndian(NFTA_COUNTER_BYTES, Bytes);
        writer.PutUInt64BigEndian(NFTA_COUNTER_PACKETS, Packets);
    }

    internal static CounterExpression Decode(NetlinkAttributes data)
    {
        ulong packets = 0, bytes = 0;
        foreach (var attribute in data)
        {
            if (attribute.Type == NFTA_COUNTER_PACKETS)
                packets = attribute.AsUInt64BigEndian();
            else if (attribute.Type == NFTA_COUNTER_BYTES)
                bytes = attribute.AsUInt64BigEndian();
        }
        return new CounterExpression(packets, bytes);
    }
}
