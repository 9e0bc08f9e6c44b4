namespace VethLab.Tests.Paths;

/// <summary>Names of things that probes make for a while.</summary>
internal static class LeftOver
{
    /// <summary>Greater than any process's number (PID_MAX_LIMIT).</summary>
    private const int DeadProcess = 4194305;

    internal static string OfADeadProcess(string prefix) => $"{prefix}{Namespace}-{DeadProcess}-1";

    internal static string OfThisProcess(string prefix) => $"{prefix}{Namespace}-{Environment.ProcessId}-0";

    private static string Namespace => string.Concat(new FileInfo("/proc/self/ns/pid").LinkTarget!.Where(char.IsAsciiDigit));
}
