namespace VethLab.Networks.Capture;

/// <summary>A capture in the background of this process, as it was when it was read. Immutable.</summary>
public sealed record NetCapture
{
    /// <summary>Its number in this process.</summary>
    public required int Id { get; init; }

    public CaptureState State { get; init; }

    /// <summary>What it captures on, as namespace/interface.</summary>
    public SnapshotList<string> Interfaces { get; init; } = [];

    /// <summary>Packets that were captured.</summary>
    public long Packets { get; init; }

    /// <summary>Bytes of them that were kept.</summary>
    public long Bytes { get; init; }

    /// <summary>Packets that the kernel lost, since they were not taken fast enough.</summary>
    public long Dropped { get; init; }

    /// <summary>Packets in memory that had to make room for later ones before anybody received them.</summary>
    public long Discarded { get; init; }

    /// <summary>Packets in memory that can be received.</summary>
    public long Waiting { get; init; }

    /// <summary>The file that is being written; null: the packets stay in memory.</summary>
    public string? Path { get; init; }

    /// <summary>The filter in words; null: everything.</summary>
    public string? Filter { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Why it could not go on; null: nothing went wrong.</summary>
    public string? Fault { get; init; }

    /// <summary>The counts of each interface.</summary>
    public SnapshotList<CapturedLinkCounts> Links { get; init; } = [];

    public override string ToString() => $"{Id}";
}
