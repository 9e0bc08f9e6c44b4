using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>Where a packet was seen on its way.</summary>
public sealed record PacketHop
{
    /// <summary>Name of the interface.</summary>
    public required string Interface { get; init; }

    /// <summary>Name of its namespace; null where that has none.</summary>
    public string? Namespace { get; init; }

    public required PacketDirection Direction { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Milliseconds since <see cref="From"/>; null at the first hop.</summary>
    public double? Delay { get; init; }

    /// <summary>Number of the hop that it came from, as far as order, directions and namespaces tell; null at the first.</summary>
    public int? From { get; init; }

    /// <summary>What is different from there.</summary>
    public PacketChange[] Changes { get; init; } = [];

    /// <summary>The packet as it was here.</summary>
    public required NetPacket Packet { get; init; }

    /// <summary>namespace/interface.</summary>
    public string Place => Namespace is null ? Interface : $"{Namespace}/{Interface}";

    public bool IsOutgoing => Direction == PacketDirection.Outgoing;

    public override string ToString() => $"{Place} {(IsOutgoing ? "out" : "in")}";
}
