using System.Buffers.Binary;

namespace VethLab.Linux.Route;

/// <summary>What an interface has carried since it was made: packets and bytes (struct rtnl_link_stats64, if_link.h).</summary>
public sealed record LinkCounters(
    ulong ReceivedPackets,
    ulong SentPackets,
    ulong ReceivedBytes,
    ulong SentBytes,
    ulong ReceiveErrors,
    ulong SendErrors,
    ulong ReceiveDropped,
    ulong SendDropped)
{
    /// <summary>Null where the kernel sent fewer counters than it always has.</summary>
    internal static LinkCounters? Decode(ReadOnlySpan<byte> stats)
    {
        if (stats.Length < 8 * 8)
            return null;
        Span<ulong> values = stackalloc ulong[8];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadUInt64LittleEndian(stats[(8 * i)..]);
        return new LinkCounters(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
    }
}
