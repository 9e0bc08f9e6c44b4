namespace VethLab.Linux.Processes;

/// <summary>A program that is to run on its own, and how.</summary>
/// <param name="FileName">Its whole path.</param>
/// <param name="Arguments">Those after its name.</param>
public sealed record ProgramStart(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables besides those of this process, and instead of them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>
    /// What its mount namespace calls the /sys that it gets: a mark that neither it nor what it starts can lose, other than its environment,
    /// which daemons overwrite to show what they do.
    /// </summary>
    public string Mark { get; init; } = "sysfs";

    /// <summary>Where its output and errors go; null: nowhere.</summary>
    public ProgramOutput? Output { get; init; }
}
