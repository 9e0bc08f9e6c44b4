using Microsoft.Win32.SafeHandles;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Processes;

/// <summary>
/// A process, held so that its number cannot become another's (pidfd_open(2)): what was found out about it is still true when a signal is sent.
/// Dispose lets it go.
/// </summary>
public sealed class ProcessHandle : IDisposable
{
    private ProcessHandle(int id, FileDescriptor descriptor)
    {
        Id = id;
        Descriptor = descriptor;
    }

    public int Id { get; }

    internal FileDescriptor Descriptor { get; }

    /// <summary>Holds a process; null: there is none of that number.</summary>
    /// <exception cref="LinuxException">ENOSYS: a kernel before 5.3; EMFILE.</exception>
    public static ProcessHandle? Open(int id)
    {
        var descriptor = new FileDescriptor(Libc.OpenProcess(id));
        if (!descriptor.IsInvalid)
            return new ProcessHandle(id, descriptor);
        var failure = LinuxException.Last($"open process {id}");
        // EINVAL: a thread of that number, which is no process.
        return failure.Errno is Errno.ESRCH or Errno.EINVAL ? null : throw failure;
    }

    /// <summary>Asks it to end (SIGTERM), and to go on if it is stopped, or it would not hear.</summary>
    /// <exception cref="LinuxException">EPERM: it is somebody else's.</exception>
    public void AskToEnd()
    {
        Send(Libc.SIGTERM);
        Send(Libc.SIGCONT);
    }

    /// <summary>Ends it (SIGKILL).</summary>
    /// <exception cref="LinuxException">EPERM: it is somebody else's.</exception>
    public void Kill() => Send(Libc.SIGKILL);

    private void Send(int signal)
    {
        if (Libc.SendSignal(Descriptor, signal) != 0 && LinuxException.Last($"send a signal to process {Id}") is { Errno: not Errno.ESRCH } failure)
            throw failure;
    }

    /// <summary>Waits for its end, however it comes; at most so long. Returns whether it has ended.</summary>
    public bool WaitForExit(TimeSpan timeout)
    {
        using var end = new Packets.PollSet(Descriptor);
        var until = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (!end.Wait(TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64))))
        {
            if (Environment.TickCount64 >= until)
                return false;
        }
        return true;
    }

    public void Dispose() => Descriptor.Dispose();
}
