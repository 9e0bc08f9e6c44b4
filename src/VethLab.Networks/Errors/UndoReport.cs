namespace VethLab.Networks.Errors;

/// <summary>What was taken back after a failure, and what could not be, as the command lines that stand for it.</summary>
public sealed record UndoReport(IReadOnlyList<string> Undone, IReadOnlyList<string> Left)
{
    /// <summary>A lab has hundreds of steps; nobody reads them all in a message.</summary>
    private const int ShownSteps = 12;

    public bool IsEmpty => Undone.Count == 0 && Left.Count == 0;

    public override string ToString()
    {
        var parts = new List<string>();
        if (Undone.Count > 0)
            parts.Add($"Undone: {string.Join("; ", Undone.Take(ShownSteps))}{(Undone.Count > ShownSteps ? $"; and {Undone.Count - ShownSteps} steps before" : string.Empty)}.");
        if (Left.Count > 0)
            parts.Add($"Could not be undone: {string.Join("; ", Left)}.");
        return string.Join(' ', parts);
    }
}
