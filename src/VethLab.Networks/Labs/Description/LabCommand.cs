namespace VethLab.Networks.Labs.Description;

/// <summary>What a lab starts in a namespace when everything else of it is there.</summary>
/// <param name="Run">A line for /bin/sh -c.</param>
public sealed record LabCommand(string Run)
{
    /// <summary>Whether it has to end, with exit code 0, before the next one is started. Else it is left running.</summary>
    public bool Wait { get; init; }

    /// <summary>What it is called where it is listed; null: nothing but its text.</summary>
    public string? Name { get; init; }

    /// <summary>Variables besides those of the process that makes the lab.</summary>
    public SnapshotList<LabVariable> Environment { get; init; } = [];

    /// <summary>The file that its output and errors are added to, as a whole path; null: they are not kept.</summary>
    public string? Log { get; init; }

    public override string ToString() => Name ?? Run;
}

/// <summary>A variable of a command's environment.</summary>
public sealed record LabVariable(string Name, string Value);
