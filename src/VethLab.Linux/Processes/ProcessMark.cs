using System.Globalization;

namespace VethLab.Linux.Processes;

/// <summary>
/// Names what a process makes for a while, so that another can tell whether it has been left over: "NAMESPACE-PROCESS-NUMBER", the inode of the
/// process's PID namespace, its number there, and one of the thing.
/// </summary>
internal static class ProcessMark
{
    private static readonly string Namespace = new FileInfo("/proc/self/ns/pid").LinkTarget is { } link ? string.Concat(link.Where(char.IsAsciiDigit)) : "0";

    private static int count;

    /// <summary>A mark that this process has not used yet.</summary>
    internal static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Namespace}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}");

    /// <summary>Whether whoever made it has ended; false where that cannot be seen from here.</summary>
    internal static bool IsLeftOver(string mark)
    {
        var parts = mark.Split('-');
        return parts.Length == 3 && parts[0] == Namespace && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));
    }
}
