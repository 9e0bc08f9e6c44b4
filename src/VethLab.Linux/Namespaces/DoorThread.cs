using System.Runtime.InteropServices;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A thread that goes through <see cref="NamespaceDoor"/> for another one, one visit after the other. It is at home in between, and ends when it has not been
/// needed for some seconds: making one for each visit would take longer than the visit. Each thread has its own, which has its rights: to Linux
/// capabilities and seccomp filters belong to threads.
/// </summary>
internal sealed class DoorThread
{
    private const int StackBytes = 128 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The calling thread's; it waits during a visit, so one is enough.</summary>
    [ThreadStatic]
    private static DoorThread? own;

    private readonly object turn = new();
    private Func<int, int>? visit;
    private (int Result, int Error) outcome;
    private bool hasLeft;

    private DoorThread() => _ = HomeThread.Start(Work, "VethLab door", StackBytes);

    /// <summary>
    /// Runs a visit, which gets a descriptor of the namespace that it has to come back to. Returns its result, and the error number of the last call of the kernel
    /// that failed.
    /// </summary>
    internal static (int Result, int Error) Run(Func<int, int> visit)
    {
        while (true)
        {
            own ??= new DoorThread();
            if (own.TryVisit(visit, out var outcome))
                return outcome;
            own = null;
        }
    }

    /// <summary>As above, on the calling thread, which is a <see cref="HomeThread"/>.</summary>
    internal static (int Result, int Error) Visit(Func<int, int> visit) =>
        (visit((int)HomeThread.Home.Descriptor.DangerousGetHandle()), Marshal.GetLastPInvokeError());

    /// <summary>False where the thread has left by now.</summary>
    private bool TryVisit(Func<int, int> work, out (int Result, int Error) result)
    {
        lock (turn)
        {
            result = default;
            if (hasLeft)
                return false;
            visit = work;
            Monitor.PulseAll(turn);
            while (visit is not null)
                Monitor.Wait(turn);
            result = outcome;
            return true;
        }
    }

    private void Work()
    {
        lock (turn)
        {
            while (!hasLeft)
            {
                if (visit is null && !Monitor.Wait(turn, Patience) && visit is null)
                {
                    hasLeft = true;
                    return;
                }
                if (visit is null)
                    continue;
                outcome = Visit(visit);
                hasLeft = NamespaceDoor.IsLost;
                visit = null;
                Monitor.PulseAll(turn);
            }
        }
    }
}
