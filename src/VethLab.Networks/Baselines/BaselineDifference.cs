namespace VethLab.Networks.Baselines;

/// <summary>What became of something between two baselines.</summary>
public enum BaselineChange
{
    Added,
    Removed,
    Changed,
}

/// <summary>One thing that is not as it was.</summary>
public sealed record BaselineDifference
{
    /// <summary>A name of <see cref="BaselineKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null: here, or in no namespace.</summary>
    public string? Namespace { get; init; }

    public required string Name { get; init; }

    public required BaselineChange Change { get; init; }

    /// <summary>Null where it is new.</summary>
    public string? Before { get; init; }

    /// <summary>Null where it is gone.</summary>
    public string? After { get; init; }

    public override string ToString() => $"{Change}: {Kind} {Name}{(Namespace is null ? string.Empty : $" in {Namespace}")}"
        + (Change == BaselineChange.Changed ? $": '{Before}' is '{After}' now" : string.Empty);
}
