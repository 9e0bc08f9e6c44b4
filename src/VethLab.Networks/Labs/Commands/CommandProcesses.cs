using VethLab.Linux.Interop;
using VethLab.Linux.Processes;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Commands;

/// <summary>A process that a command of a lab has started, or that came of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Inode">The network namespace that it is in.</param>
/// <param name="Number">The command's number within the lab.</param>
internal sealed record CommandProcess(int Id, ulong Inode, int Number);

/// <summary>Finds and ends the processes of a lab's commands: those that carry the mark and are in one of the lab's namespaces.</summary>
internal static class CommandProcesses
{
    /// <summary>How long a process may take to end after it was asked to.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>All of them, the oldest number first.</summary>
    /// <param name="lab">The lab's name.</param>
    /// <param name="inodes">Its namespaces. The caller holds them, so that the numbers stay theirs.</param>
    internal static IReadOnlyList<CommandProcess> Find(string lab, IReadOnlySet<ulong> inodes) =>
        NamespaceLocator.Processes().Order().Select(process => Look(process, lab, inodes)).OfType<CommandProcess>().ToList();

    private static CommandProcess? Look(int process, string lab, IReadOnlySet<ulong> inodes) =>
        process != Environment.ProcessId && FileIdentity.InodeOf($"/proc/{process}/ns/net") is var inode && inodes.Contains(inode)
        && CommandMark.NumberOf(process, lab) is { } number
            ? new CommandProcess(process, inode, number)
            : null;

    /// <summary>
    /// Ends them: asks first (SIGTERM), and after some time does not ask any more (SIGKILL). Returns when none is left, also of those that were started
    /// meanwhile.
    /// </summary>
    /// <param name="lab">The lab's name.</param>
    /// <param name="inodes">Its namespaces.</param>
    /// <param name="number">The command whose processes are meant; null: all.</param>
    /// <exception cref="NetworkException">Busy: one does not end; NotPermitted: it is somebody else's.</exception>
    internal static void End(string lab, IReadOnlySet<ulong> inodes, int? number = null) => KernelErrors.Explained(lab, () =>
    {
        var held = new Dictionary<int, ProcessHandle>();
        try
        {
            var start = Environment.TickCount64;
            while (true)
            {
                var left = Find(lab, inodes).Where(process => number is null || process.Number == number).Select(process => process.Id).ToList();
                if (left.Count == 0)
                    return;
                var kills = Environment.TickCount64 - start >= Grace.TotalMilliseconds;
                if (Environment.TickCount64 - start >= (Grace + Patience).TotalMilliseconds)
                    throw DoesNotEnd(lab, left);
                foreach (var process in left)
                    Signal(process, kills);
                Wait(held.Values, kills ? Pause : Grace - TimeSpan.FromMilliseconds(Environment.TickCount64 - start));
            }
        }
        finally
        {
            foreach (var handle in held.Values)
                handle.Dispose();
        }

        void Signal(int process, bool kills)
        {
            if (!held.TryGetValue(process, out var handle))
            {
                if ((handle = ProcessHandle.Open(process)) is null)
                    return;
                held.Add(process, handle);
                // The number might have become another's just before it was held.
                if (Look(process, lab, inodes) is not { } known || (number is not null && known.Number != number))
                    return;
                handle.AskToEnd();
            }
            if (kills)
                handle.Kill();
        }
    });

    /// <summary>Until all have ended that are known, at most so long. Others may have been started meanwhile.</summary>
    private static void Wait(IEnumerable<ProcessHandle> processes, TimeSpan most)
    {
        var until = Environment.TickCount64 + (long)most.TotalMilliseconds;
        foreach (var process in processes)
        {
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64))))
                return;
        }
        Thread.Sleep(1);
    }

    private static NetworkException DoesNotEnd(string lab, List<int> left) => new(
        NetworkError.Busy, $"{(left.Count == 1 ? "Process" : "Processes")} {string.Join(", ", left.Take(5))} of the lab '{lab}' did not end, although killed.", lab,
        "The kernel keeps such a process until a device or file system answers it; 'ps -o pid,stat,wchan,cmd -p PID' shows what it waits for.");
}
