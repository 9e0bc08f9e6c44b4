using System.ComponentModel;

namespace VethLab.Networks.Paths;

/// <summary>Whether packets get from a namespace to a destination and back, and if not, where they die, why, and what mends it.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetPathVerdict : NetObject
{
    /// <summary>The same as <see cref="Destination"/>.</summary>
    public string Name => Destination;

    /// <summary>The address that packets were sent from; null: there is none.</summary>
    public string? Source { get; init; }

    public required string Destination { get; init; }

    public PathProtocol Protocol { get; init; }

    /// <summary>The destination port of TCP and UDP.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the destination answered, or a datagram was seen to arrive; null where that is not known.</summary>
    public bool? Reachable { get; init; }

    public PathCause Cause { get; init; }

    /// <summary>The verdict in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What supports it, one line each: what the configuration says, and what the probe showed.</summary>
    public SnapshotList<string> Evidence { get; init; } = [];

    /// <summary>A command line that mends it, runnable as it stands; null where nothing is to be mended, or nobody knows how.</summary>
    public string? Fix { get; init; }

    /// <summary>Everything on the way, in order, there and back.</summary>
    public SnapshotList<PathHop> Hops { get; init; } = [];

    /// <summary>Milliseconds until the answer; null where there was none.</summary>
    public double? RoundTripTime { get; init; }

    public override string ToString() => $"{Destination}: {Message}";
}
