namespace VethLab.Networks.Baselines;

/// <summary>One thing in a baseline. All of it is text, so that it is the same after JSON.</summary>
public sealed record BaselineItem
{
    /// <summary>A name of <see cref="BaselineKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace's name; null: here, where that has none, and for what is in no namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>What tells it from others of its kind in the namespace; rules of a chain all have the chain's name, in their order.</summary>
    public required string Name { get; init; }

    public required string Value { get; init; }

    public override string ToString() => $"{Kind} {Name}{(Namespace is null ? string.Empty : $" in {Namespace}")}: {Value}";
}
