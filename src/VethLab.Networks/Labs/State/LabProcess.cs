namespace VethLab.Networks.Labs.State;

/// <summary>What a command of a lab has started and left running.</summary>
public sealed record LabProcess
{
    /// <summary>Number of the process, the oldest of those that came of the command; null: none runs.</summary>
    public int? Id { get; init; }

    /// <summary>Where it is.</summary>
    public required string Namespace { get; init; }

    /// <summary>The line that was given to sh.</summary>
    public required string Command { get; init; }

    /// <summary>What the command is called; null: nothing but its text.</summary>
    public string? Name { get; init; }

    public bool IsRunning => Id is not null;

    public override string ToString() => $"{Namespace}: {Name ?? Command}{(IsRunning ? $" ({Id})" : " (ended)")}";
}
