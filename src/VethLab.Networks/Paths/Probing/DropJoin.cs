using VethLab.Linux.Packets;
using VethLab.Linux.Tracing;
using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>
/// Tells whose packets were dropped. A drop names a buffer only; a buffer is a packet's of the probe from when it was seen at an interface, at the very time
/// and with the very length that a capture there saw it, until something else is seen in it. More than one that fits is none.
/// </summary>
internal static class DropJoin
{
    private const int EthernetHeader = 14;

    /// <summary>
    /// From a capture's time stamp to the event beside it, or the other way; nanoseconds. Where nothing is so near, it may have waited for a busy
    /// processor between them: a frame's time is that of its coming in, the event's that of its turn.
    /// </summary>
    private const long Near = 100_000, Beside = 50_000_000;

    /// <summary>How long after it was seen a packet is dropped at the latest, where it need not wait; nanoseconds.</summary>
    private const long Soon = 5_000_000;

    /// <summary>No losses: what is for others and was seen only by the way, and what is freed as it was read.</summary>
    private static readonly HashSet<string> Ordinary = ["OTHERHOST", "PACKET_SOCK_ERROR", "SKB_CONSUMED", "CONSUMED", "NOT_DROPPED_YET"];

    internal static DropFindings Of(IReadOnlyList<SkbEvent> events, ProbeTrails trails, SendingTimes sendings)
    {
        var owners = OwnersOf(events, trails);
        var found = new List<PathDrop>();
        var holders = new Dictionary<string, (SkbEvent Seen, PacketHop Hop, bool IsReply)>();
        foreach (var one in events)
        {
            if (one.Kind != SkbEventKind.Dropped)
            {
                // Seen with something else in it, a buffer is no longer the probe's.
                _ = holders.Remove(one.Address);
                if (owners.TryGetValue(one, out var owner))
                    holders.Add(one.Address, (one, owner.Hop, owner.IsReply));
                continue;
            }
            if (Ordinary.Contains(one.Reason))
                continue;
            var drop = new PathDrop(one.Reason, one.Location, IsAttributed: false);
            if (holders.Remove(one.Address, out var holder) && (one.TimestampNanoseconds - holder.Seen.TimestampNanoseconds <= Soon || Waits(one.Reason)))
                drop = drop with { IsAttributed = true, Namespace = holder.Hop.Namespace, Interface = holder.Hop.Interface, IsReply = holder.IsReply };
            else if (!one.IsInterrupt && one.Thread == sendings.Thread && sendings.Includes(one.TimestampNanoseconds))
                drop = drop with { IsAttributed = true };
            found.Add(drop);
        }
        return new DropFindings([.. found.Distinct().OrderByDescending(drop => drop.IsAttributed)], owners.Values.Select(owner => owner.Hop).ToHashSet());
    }

    /// <summary>A packet waits for its next hop's MAC address, which may take seconds.</summary>
    private static bool Waits(string reason) => reason.StartsWith("NEIGH_", StringComparison.Ordinal);

    /// <summary>Which events are the probe's: each hop's, where exactly one event can be it.</summary>
    private static Dictionary<SkbEvent, (PacketHop Hop, bool IsReply)> OwnersOf(IReadOnlyList<SkbEvent> events, ProbeTrails trails)
    {
        var owners = new Dictionary<SkbEvent, (PacketHop, bool)>(ReferenceEqualityComparer.Instance);
        foreach (var (trail, role) in trails.Flow)
        {
            foreach (var hop in trail.Hops)
            {
                if ((Only(events, hop, Near) ?? Only(events, hop, Beside)) is { } own)
                    owners[own] = (hop, role != ProbeRole.Request);
            }
        }
        return owners;
    }

    /// <summary>The event that alone fits a hop.</summary>
    private static SkbEvent? Only(IReadOnlyList<SkbEvent> events, PacketHop hop, long within)
    {
        var length = hop.IsOutgoing || hop.Packet.SourceMac is null ? hop.Packet.Length : hop.Packet.Length - EthernetHeader;
        var kind = hop.IsOutgoing ? SkbEventKind.Sent : SkbEventKind.Received;
        var fitting = events.Where(one => one.Kind == kind && one.Interface == hop.Interface && one.Length == length
            && Math.Abs(one.TimestampNanoseconds - hop.Packet.TimestampNanoseconds) <= within).Take(2).ToList();
        return fitting.Count == 1 ? fitting[0] : null;
    }
}
