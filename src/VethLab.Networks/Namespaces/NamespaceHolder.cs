namespace VethLab.Networks.Namespaces;

/// <summary>How something keeps a namespace alive.</summary>
internal enum HoldKind
{
    /// <summary>A thread of the process is in it.</summary>
    Inside,

    /// <summary>The process has its file open.</summary>
    Open,

    /// <summary>It is mounted on a path.</summary>
    Mounted,

    /// <summary>It is mounted on a path in another mount namespace, that of the process.</summary>
    MountedElsewhere,
}

/// <summary>One thing that keeps a namespace alive: a process in it, one that has it open, or a mount.</summary>
internal sealed record NamespaceHolder(HoldKind Kind, int ProcessId, string Command, string? Path = null)
{
    /// <summary>As many are named, of each kind.</summary>
    private const int Named = 5;

    private bool IsThisSession => ProcessId == Environment.ProcessId;

    private string Process => $"{ProcessId} ({(IsThisSession ? "this session" : Command)})";

    /// <summary>
    /// Who holds a namespace, and how to make them let go: "processes 812 (sleep) and 813 (sh) are in it. What ends that: kill 812 813".
    /// </summary>
    internal static string Describe(IReadOnlyCollection<NamespaceHolder> holders)
    {
        var inside = Of(HoldKind.Inside);
        var open = Of(HoldKind.Open);
        var mounted = Of(HoldKind.Mounted);
        var elsewhere = Of(HoldKind.MountedElsewhere);
        var parts = new List<string>();
        if (inside.Count > 0)
            parts.Add($"{Processes(inside)} {(inside.Count == 1 ? "is" : "are")} in it");
        if (open.Count > 0)
            parts.Add($"{Processes(open)} {(open.Count == 1 ? "has" : "have")} it open");
        if (mounted.Count > 0)
            parts.Add($"it is mounted on {List(mounted.Select(holder => holder.Path!))}");
        if (elsewhere.Count > 0)
            parts.Add($"it is mounted in other mount namespaces: {List(elsewhere.Select(holder => $"on {holder.Path} in that of process {holder.Process}"))}");

        var ways = new List<string>();
        var others = inside.Concat(open).Where(holder => !holder.IsThisSession).Select(holder => holder.ProcessId).ToList();
        if (others.Count > 0)
            ways.Add($"kill {string.Join(' ', others.Take(Named))}{(others.Count > Named ? " …" : string.Empty)}");
        if (mounted.Count > 0)
            ways.Add($"umount {string.Join(' ', mounted.Select(holder => ShellPrefix.Quote(holder.Path!)))}");
        ways.AddRange(elsewhere.Take(Named).Select(holder => $"nsenter -t {holder.ProcessId} -m umount {ShellPrefix.Quote(holder.Path!)}"));
        return $"{string.Join("; ", parts)}.{(ways.Count == 0 ? string.Empty : $" What ends that: {string.Join("; ", ways)}")}";

        List<NamespaceHolder> Of(HoldKind kind) => holders.Where(holder => holder.Kind == kind).ToList();
    }

    private static string Processes(List<NamespaceHolder> holders) =>
        $"{(holders.Count == 1 ? "process" : "processes")} {List(holders.Select(holder => holder.Process))}";

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count switch
        {
            1 => all[0],
            <= Named => $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}",
            _ => $"{string.Join(", ", all.Take(Named))} and {all.Count - Named} more",
        };
    }
}
