using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>One packet on its way: the hops at which it was seen, in the order of time. Immutable.</summary>
public sealed record PacketTrail
{
    /// <summary>When it was first seen.</summary>
    public DateTimeOffset Time => Hops[0].Time;

    /// <summary>Milliseconds from the first hop to the last.</summary>
    public required double Delay { get; init; }

    public string Protocol => First.Protocol;

    /// <summary>Where it came from, before any translation: address and port.</summary>
    public string? Source => End(First.SourceAddress, First.SourcePort);

    /// <summary>Where it was sent to, before any translation: address and port.</summary>
    public string? Destination => End(First.DestinationAddress, First.DestinationPort);

    public int HopCount => Hops.Length;

    public required PacketHop[] Hops { get; init; }

    /// <summary>What is different at the last hop from the first; of copies, at the last one that was seen.</summary>
    public required PacketChange[] Changes { get; init; }

    /// <summary>An address or a port was translated on the way.</summary>
    public bool IsTranslated => Array.Exists(Changes, change => change.IsTranslation);

    /// <summary>It was copied: a bridge passed it to several ports.</summary>
    public bool IsBranched => Hops.Where(hop => hop.From is not null).GroupBy(hop => hop.From).Any(copies => copies.Count() > 1);

    /// <summary>It passed a place twice with less time to live: a loop.</summary>
    public bool IsLooped => Hops.GroupBy(hop => (hop.Packet.Link.NamespaceInode, hop.Place, hop.IsOutgoing)).Any(visits => visits.Count() > 1);

    /// <summary>
    /// Another packet that looks the same was under way at the same time, as retransmissions do that have the same IP id: single hops may be the
    /// other's.
    /// </summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>The packet in one line, as it was at the first hop.</summary>
    public string Summary => First.Summary;

    private NetPacket First => Hops[0].Packet;

    /// <summary>The trail as lines of text: the packet, then a row for each hop with time, place, direction and what has changed.</summary>
    public string[] ToLadder() => TrailLadder.Draw(this);

    public override string ToString() => string.Join(" ", Hops.Select(hop => $"{(hop.IsOutgoing ? "→" : "←")} {hop.Place}"));

    private static string? End(object? address, int? port) => address is null ? null : port is null ? $"{address}" : $"{address}.{port}";
}
