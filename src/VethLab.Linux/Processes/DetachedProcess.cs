using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;

namespace VethLab.Linux.Processes;

/// <summary>
/// A program that runs on its own in a network namespace: in a session of its own (setsid(2)), with no terminal, no descriptor and no signal
/// setting of this process. It goes on when this process ends; when it ends first, it is collected and leaves no zombie. Dispose lets go of
/// it; it goes on.
/// </summary>
public sealed class DetachedProcess : IDisposable
{
    private readonly ProcessHandle? handle;
    private readonly object collecting = new();
    private int? status;
    private bool isGone;

    internal DetachedProcess(int id)
    {
        Id = id;
        handle = ProcessHandle.Open(id);
        ChildCollector.Add(this);
    }

    public int Id { get; }

    /// <summary>Its exit code, 128 and the signal's number where a signal ended it; null: it runs.</summary>
    public int? ExitCode
    {
        get
        {
            _ = Collect();
            // WIFSIGNALED and WEXITSTATUS of waitpid(2); what somebody else has collected is taken for success.
            return status is { } known ? (known & 0x7f) != 0 ? 128 + (known & 0x7f) : (known >> 8) & 0xff : isGone ? 0 : null;
        }
    }

    /// <summary>Starts a program as `ip netns exec` does (ip-netns(8)), in the folder /.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="space">The network namespace.</param>
    /// <param name="name">Its name, for /etc/netns; null: it has none.</param>
    /// <exception cref="LinuxException">EPERM: not permitted to enter or to make a mount namespace; ENOENT, EACCES: the program cannot be started.</exception>
    public static DetachedProcess Start(ProgramStart start, NamespaceHandle space, string? name) => new(NamespaceSpawn.Start(start, space, name));

    /// <summary>Waits for its end; at most so long, a negative time without end. Returns whether it has ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; it goes on.</exception>
    public bool WaitForExit(TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (ExitCode is not null || handle is null)
            return true;
        using var stop = new StopSignal(cancellation);
        using var either = new PollSet(handle.Descriptor, stop.Descriptor);
        var until = timeout < TimeSpan.Zero ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (ExitCode is null)
        {
            var left = until == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64));
            _ = either.Wait(left);
            cancellation.ThrowIfCancellationRequested();
            if (ExitCode is null && Environment.TickCount64 >= until)
                return false;
        }
        return true;
    }

    /// <summary>Takes its exit status from the kernel, if it has ended: from then on its number may be another's. Returns whether that is done.</summary>
    internal bool Collect()
    {
        lock (collecting)
        {
            if (status is null && !isGone)
            {
                var collected = Libc.WaitProcess(Id, out var ended, Libc.WNOHANG);
                if (collected == Id)
                    status = ended;
                else if (collected < 0 && !Libc.Interrupted)
                    isGone = true;
            }
            return status is not null || isGone;
        }
    }

    public void Dispose() => handle?.Dispose();
}
