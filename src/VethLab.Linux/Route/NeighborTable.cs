using System.Buffers.Binary;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// A neighbour table as RTM_GETNEIGHTBL lists it (rtnetlink(7), struct ndtmsg and NDTA_* in neighbour.h).
/// </summary>
/// <param name="Name">arp_cache, or ndisc_cache for IPv6.</param>
/// <param name="Limit">No more entries are possible (gc_thresh3), but permanent ones, which do not count.</param>
/// <param name="Entries">How many there are, in all namespaces together.</param>
/// <param name="Overflows">How often since the machine's start an entry was refused because the table was full.</param>
public sealed record NeighborTable(string Name, uint Limit, uint Entries, ulong Overflows)
{
    // struct ndt_stats: ten other u64 come before ndts_table_fulls.
    private const int OverflowsOffset = 80;

    internal static NeighborTable? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNEIGHTBL || body.Length < NDTMSG_LENGTH)
            return null;
        var name = string.Empty;
        uint? limit = null;
        uint entries = 0;
        ulong overflows = 0;
        foreach (var attribute in new NetlinkAttributes(body[NDTMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case NDTA_NAME: name = attribute.AsString(); break;
                case NDTA_THRESH3: limit = attribute.AsUInt32(); break;
                // struct ndt_config { u16 key_len; u16 entry_size; u32 entries; … }
                case NDTA_CONFIG when attribute.Payload.Length >= 8: entries = BinaryPrimitives.ReadUInt32LittleEndian(attribute.Payload[4..]); break;
                case NDTA_STATS when attribute.Payload.Length >= OverflowsOffset + 8:
                    overflows = BinaryPrimitives.ReadUInt64LittleEndian(attribute.Payload[OverflowsOffset..]);
                    break;
            }
        }
        return limit is { } known ? new NeighborTable(name, known, entries, overflows) : null;
    }
}
