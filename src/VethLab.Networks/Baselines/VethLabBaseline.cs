namespace VethLab.Networks.Baselines;

/// <summary>What a machine has of networks at one moment, to be compared with later.</summary>
public sealed record VethLabBaseline
{
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The namespaces that it was asked for; empty: here, and all that have a name.</summary>
    public required SnapshotList<string> Namespaces { get; init; }

    /// <summary>What it looked at: names of <see cref="BaselineKind"/>.</summary>
    public required SnapshotList<string> Kinds { get; init; }

    public required SnapshotList<BaselineItem> Items { get; init; }

    public override string ToString() => $"{Items.Count} items at {TakenAt:yyyy-MM-dd HH:mm:ss}";
}
