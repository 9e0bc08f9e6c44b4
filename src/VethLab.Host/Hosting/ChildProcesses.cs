using System.Globalization;
using System.Runtime.InteropServices;

namespace VethLab.Host.Hosting;

/// <summary>
/// Passes a signal on to the programs that this process has started. A terminal sends Ctrl+C to them itself; a SIGTERM
/// reaches this process only, and the engine waits for the program in the foreground as long as it likes.
/// </summary>
internal static partial class ChildProcesses
{
    internal static void Send(int signal)
    {
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
            foreach (var child in ReadChildren(task))
                _ = Kill(child, signal); // whoever has ended meanwhile needs no signal
    }

    /// <summary>proc(5), /proc/pid/task/tid/children: identifiers with blanks between them.</summary>
    private static IEnumerable<int> ReadChildren(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return []; // the thread has ended, or the kernel lacks CONFIG_PROC_CHILDREN
        }
    }

    // int kill(pid_t pid, int sig);
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
