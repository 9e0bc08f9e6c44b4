using System.Runtime.InteropServices;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A thread that goes through <see cref="NamespaceDoor"/> for others, one visit after the other. It is at home in between, and ends when nobody has needed
/// it for some seconds: making one for each visit would take longer than the visit.
/// </summary>
internal sealed class DoorThread
{
    private const int StackBytes = 128 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly List<DoorThread> Idle = [];

    private readonly object turn = new();
    private Func<int, int>? visit;
    private (int Result, int Error) outcome;
    private bool isLost;

    private static int HomeDescriptor => (int)HomeThread.Home.Descriptor.DangerousGetHandle();

    private DoorThread() => _ = HomeThread.Start(Work, "VethLab door", StackBytes);

    /// <summary>
    /// Runs a visit, which gets a descriptor of the namespace that it has to come back to. Returns its result, and the error number of the last call of the kernel
    /// that failed. A thread of ours that is at home goes itself.
    /// </summary>
    internal static (int Result, int Error) Run(Func<int, int> visit)
    {
        if (HomeThread.IsOne && !NamespaceDoor.IsLost)
            return (visit(HomeDescriptor), Marshal.GetLastPInvokeError());
        var thread = TakeIdle() ?? new DoorThread();
        var outcome = thread.Visit(visit);
        if (!thread.isLost)
        {
            lock (Idle)
                Idle.Add(thread);
        }
        return outcome;
    }

    private static DoorThread? TakeIdle()
    {
        lock (Idle)
        {
            if (Idle.Count == 0)
                return null;
            var last = Idle[^1];
            Idle.RemoveAt(Idle.Count - 1);
            return last;
        }
    }

    private (int Result, int Error) Visit(Func<int, int> work)
    {
        lock (turn)
        {
            visit = work;
            Monitor.PulseAll(turn);
            while (visit is not null)
                Monitor.Wait(turn);
            return outcome;
        }
    }

    private void Work()
    {
        lock (turn)
        {
            while (!isLost)
            {
                while (visit is null)
                {
                    if (!Monitor.Wait(turn, Patience) && visit is null && Leave())
                        return;
                }
                outcome = (visit(HomeDescriptor), Marshal.GetLastPInvokeError());
                isLost = NamespaceDoor.IsLost;
                visit = null;
                Monitor.PulseAll(turn);
            }
        }
    }

    /// <summary>From now on nobody finds it any more; false where somebody has already.</summary>
    private bool Leave()
    {
        lock (Idle)
            return Idle.Remove(this);
    }
}
