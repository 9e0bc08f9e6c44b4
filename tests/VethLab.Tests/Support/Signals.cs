using System.Runtime.InteropServices;

namespace VethLab.Tests.Support;

/// <summary>Signals that interrupt system calls and do nothing else: SIGUSR2, whose handler is a function of libc without effect.</summary>
internal static partial class Signals
{
    private const int SIGUSR2 = 12;

    /// <summary>Installs the handler without SA_RESTART, so that the kernel answers EINTR. It stays: without it the signal would kill.</summary>
    public static void Prepare()
    {
        var harmless = NativeLibrary.GetExport(NativeLibrary.Load("libc"), "getppid");
        var action = new SignalAction { Handler = harmless };
        if (SetAction(SIGUSR2, in action, 0) != 0)
            throw new InvalidOperationException($"sigaction: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The calling thread, for <see cref="Send"/>.</summary>
    public static int ThreadId => GetThreadId();

    /// <summary>False where the thread has ended.</summary>
    public static bool Send(int thread) => SendTo(Environment.ProcessId, thread, SIGUSR2) == 0;

    // int sigaction(int signum, const struct sigaction *restrict act, struct sigaction *restrict oldact);
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SetAction(int signal, in SignalAction action, nint old);

    // pid_t gettid(void);
    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    // int tgkill(pid_t tgid, pid_t tid, int sig);
    [LibraryImport("libc", EntryPoint = "tgkill", SetLastError = true)]
    private static partial int SendTo(int process, int thread, int signal);

    /// <summary>struct sigaction of glibc and musl on 64-bit Linux: handler, sigset_t of 128 bytes, flags, restorer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 152)]
    private struct SignalAction
    {
        [FieldOffset(0)] internal nint Handler;
    }
}
