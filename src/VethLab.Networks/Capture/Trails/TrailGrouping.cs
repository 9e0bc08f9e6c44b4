using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>Joins what captures in several places saw of the same packets.</summary>
public static class TrailGrouping
{
    /// <summary>How long a packet is waited for where nobody says otherwise.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// One trail for each packet, in the order in which they were first seen. Whatever the order of the input, time stamps decide.
    /// </summary>
    /// <param name="packets">What was captured, in all places.</param>
    /// <param name="longest">A packet that was seen nowhere for so long has arrived; one that looks the same is another then.</param>
    public static IReadOnlyList<PacketTrail> Group(IEnumerable<NetPacket> packets, TimeSpan longest)
    {
        var trails = new List<OpenTrail>();
        var open = new Dictionary<PacketIdentity, List<OpenTrail>>();
        foreach (var packet in packets.OrderBy(packet => packet.TimestampNanoseconds).ThenBy(Turn))
        {
            var identity = PacketIdentity.Of(packet);
            if (!open.TryGetValue(identity, out var alike))
                open.Add(identity, alike = []);
            _ = alike.RemoveAll(trail => packet.TimestampNanoseconds - trail.LastSeen > longest.TotalNanoseconds);
            if (Choose(alike, packet) is { } trail)
            {
                trail.Add(packet);
                continue;
            }
            trail = new OpenTrail(packet);
            alike.Add(trail);
            trails.Add(trail);
        }
        return [.. trails.Select(trail => trail.Close())];
    }

    /// <summary>
    /// Who is first of those with the same time stamp, which the kernel makes once when a frame comes in: what is sent, before it is received; a port,
    /// before its bridge. Of files, which do not say who is a port, a frame that is somebody else's tells, as one for the bridge is to its port.
    /// </summary>
    private static int Turn(NetPacket packet) =>
        packet.Direction == PacketDirection.Outgoing ? 0 : packet.Link.IsBridgePort || packet.Direction == PacketDirection.OtherHost ? 1 : 2;

    /// <summary>The trail that was last seen most recently, of those that have not passed here yet; null where there is none.</summary>
    private static OpenTrail? Choose(List<OpenTrail> alike, NetPacket packet)
    {
        OpenTrail? chosen = null, other = null;
        foreach (var trail in alike.Where(trail => trail.CanPass(packet)).OrderByDescending(trail => trail.LastSeen))
        {
            if (chosen is null)
                chosen = trail;
            else
                other ??= trail;
        }
        if (chosen is not null && other is not null && packet.TimestampNanoseconds - other.LastSeen < (10 * (packet.TimestampNanoseconds - chosen.LastSeen)) + 1_000_000)
            chosen.IsAmbiguous = other.IsAmbiguous = true;
        return chosen;
    }
}
