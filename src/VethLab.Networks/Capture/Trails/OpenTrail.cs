using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>A packet under way.</summary>
internal sealed class OpenTrail
{
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly List<NetPacket> seen;
    private readonly List<int?> from = [null];

    internal OpenTrail(NetPacket first) => seen = [first];

    internal bool IsAmbiguous { get; set; }

    internal long LastSeen => seen[^1].TimestampNanoseconds;

    /// <summary>
    /// Whether it may pass here: a packet passes a place once, unless it goes round in a loop, which costs it time to live each time. What passes again
    /// with as much is another packet.
    /// </summary>
    internal bool CanPass(NetPacket packet) => !seen.Exists(earlier => IsSamePlace(earlier, packet)
        && !(PacketIdentity.Carried(packet).TimeToLive < PacketIdentity.Carried(earlier).TimeToLive));

    internal void Add(NetPacket packet)
    {
        from.Add(Origin(packet));
        seen.Add(packet);
    }

    internal PacketTrail Close() => new()
    {
        Delay = (LastSeen - seen[0].TimestampNanoseconds) / NanosecondsPerMillisecond,
        Hops = [.. seen.Select(Hop)],
        Changes = PacketChanges.Between(seen[0], seen[^1]),
        IsAmbiguous = IsAmbiguous,
    };

    private PacketHop Hop(NetPacket packet, int number) => new()
    {
        Interface = packet.Interface,
        Namespace = packet.Namespace,
        Direction = packet.Direction,
        Time = packet.Time,
        From = from[number],
        Delay = from[number] is { } origin ? (packet.TimestampNanoseconds - seen[origin].TimestampNanoseconds) / NanosecondsPerMillisecond : null,
        Changes = from[number] is { } before ? PacketChanges.Between(seen[before], packet) : [],
        Packet = packet,
    };

    /// <summary>
    /// The hop that a packet came from. What goes out of a namespace has come into it, and if it is as it came, a bridge has copied it from where
    /// it came in first; or a bridge
    /// hands its own to its ports; else it was routed from where it came in last. What comes in was sent by the peer, which is the one that nothing came from yet;
    /// but what is as it came in already has gone from a port to its bridge.
    /// </summary>
    private int Origin(NetPacket packet)
    {
        var isIncoming = packet.Direction != PacketDirection.Outgoing;
        if (Find(earlier => IsHere(earlier, packet) && IsIncoming(earlier) && IsSameFrame(earlier, packet)) is { } copied)
            return copied;
        if (!isIncoming)
        {
            return Find(earlier => IsHere(earlier, packet) && IsSameFrame(earlier, packet))
                ?? FindLast(earlier => IsHere(earlier, packet) && IsIncoming(earlier))
                ?? FindLast(earlier => IsHere(earlier, packet))
                ?? seen.Count - 1;
        }
        return Find(earlier => !IsIncoming(earlier) && IsSameFrame(earlier, packet) && !from.Contains(seen.IndexOf(earlier))) ?? seen.Count - 1;
    }

    private int? Find(Predicate<NetPacket> matches) => seen.FindIndex(matches) is >= 0 and var index ? index : null;

    private int? FindLast(Predicate<NetPacket> matches) => seen.FindLastIndex(matches) is >= 0 and var index ? index : null;

    private static bool IsIncoming(NetPacket packet) => packet.Direction != PacketDirection.Outgoing;

    private static bool IsHere(NetPacket one, NetPacket other) =>
        one.Namespace == other.Namespace && one.Link.NamespaceInode == other.Link.NamespaceInode;

    private static bool IsSamePlace(NetPacket one, NetPacket other) =>
        one.Interface == other.Interface && IsHere(one, other) && IsIncoming(one) == IsIncoming(other);

    private static bool IsSameFrame(NetPacket one, NetPacket other) =>
        one.SourceMac == other.SourceMac && one.DestinationMac == other.DestinationMac && one.TimeToLive == other.TimeToLive
        && one.Length == other.Length;
}
