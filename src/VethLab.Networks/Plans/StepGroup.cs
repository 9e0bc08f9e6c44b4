using System.Runtime.ExceptionServices;
using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Plans;

/// <summary>
/// Steps that need nothing of each other, taken in their order by a thread made for the purpose, while the caller goes on with the steps behind them: each of those
/// says how many of the group it needs. Whoever has to wait takes some of them itself, and goes on errands when all are begun; the thread does when it has nothing else
/// to do. A failure, or a cancellation, lets no further step begin; what has begun is finished, so that it can be undone.
/// </summary>
/// <param name="steps">The group.</param>
/// <param name="onDone">Learns of each step that was taken, from either thread.</param>
/// <param name="cancellation">Lets no further step begin.</param>
internal sealed class StepGroup(IReadOnlyList<Step> steps, Action<Step> onDone, CancellationToken cancellation)
{
    /// <summary>Fewer are done sooner than a thread is made.</summary>
    internal const int Least = 8;

    private readonly object progress = new();
    private readonly bool[] isDone = new bool[steps.Count];
    private readonly Errands errands = new();
    private Thread? other;
    private int next;
    private int prefix;
    private ExceptionDispatchInfo? failure;
    private volatile bool isStopped;

    internal void Start() => other = HomeThread.Start(Work, "VethLab plan");

    private void Work()
    {
        while (TakeOne(steps.Count))
        {
        }
        errands.DoAll();
    }

    /// <summary>Something for a thread that has to wait, as <see cref="Errands"/>.</summary>
    internal void Add(Action errand) => errands.Add(errand);

    /// <summary>Returns when so many of the steps, from the first, have been taken. Throws the first failure of any.</summary>
    internal void Await(int count)
    {
        while (!Has(count) && (TakeOne(count) || errands.TryDoOne()))
        {
        }
        lock (progress)
        {
            while (prefix < count && failure is null && !isStopped)
                _ = Monitor.Wait(progress);
        }
        failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Lets no further step and no errand begin, and returns when the thread is done with what it has begun.</summary>
    internal void Stop()
    {
        isStopped = true;
        errands.End();
        other?.Join();
    }

    private bool Has(int count)
    {
        lock (progress)
            return prefix >= count;
    }

    /// <summary>Takes the next step of the first so many; false where there is none, or none may begin.</summary>
    private bool TakeOne(int count)
    {
        if (isStopped || failure is not null || !TryClaim(count, out var number))
            return false;
        try
        {
            if (cancellation.IsCancellationRequested)
            {
                Fail(null);
                return false;
            }
            steps[number].Take();
            onDone(steps[number]);
        }
        catch (Exception broken)
        {
            Fail(ExceptionDispatchInfo.Capture(broken));
            return false;
        }
        lock (progress)
        {
            isDone[number] = true;
            while (prefix < steps.Count && isDone[prefix])
                prefix++;
            Monitor.PulseAll(progress);
        }
        return true;
    }

    private bool TryClaim(int count, out int number)
    {
        do
        {
            number = Volatile.Read(ref next);
            if (number >= count)
                return false;
        }
        while (Interlocked.CompareExchange(ref next, number + 1, number) != number);
        return true;
    }

    private void Fail(ExceptionDispatchInfo? broken)
    {
        lock (progress)
        {
            failure ??= broken;
            isStopped = true;
            Monitor.PulseAll(progress);
        }
    }
}
