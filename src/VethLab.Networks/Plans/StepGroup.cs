using System.Runtime.ExceptionServices;

namespace VethLab.Networks.Plans;

/// <summary>
/// Takes steps that need nothing of each other on two threads: the caller's, which alone tells of them, and one made for the purpose, since a thread of the pool
/// might be somewhere else. A failure, or a cancellation, lets no further step begin; what has begun is finished, so that it can be undone.
/// </summary>
internal sealed class StepGroup(IReadOnlyList<Step> steps, Action<string>? onStep, CancellationToken cancellation)
{
    /// <summary>Fewer are done sooner than a thread is made.</summary>
    internal const int Least = 8;

    private readonly List<Step> done = [];
    private int next = -1;
    private int told;
    private ExceptionDispatchInfo? failure;

    /// <summary>The steps that were taken, in the order in which they were finished.</summary>
    internal IReadOnlyList<Step> Done => done;

    /// <summary>Returns when no step is being taken any more. Throws the first failure.</summary>
    internal void Run()
    {
        var other = new Thread(() => Work(tells: false)) { IsBackground = true, Name = "VethLab plan" };
        other.Start();
        Work(tells: true);
        other.Join();
        failure?.Throw();
    }

    private void Work(bool tells)
    {
        try
        {
            while (failure is null && !cancellation.IsCancellationRequested && Interlocked.Increment(ref next) is var number && number < steps.Count)
            {
                // Also of those that the other thread has begun meanwhile.
                for (; tells && told <= number; told++)
                    onStep?.Invoke(steps[told].Command);
                steps[number].Apply();
                lock (done)
                    done.Add(steps[number]);
            }
            for (; tells && failure is null && !cancellation.IsCancellationRequested && told < steps.Count; told++)
                onStep?.Invoke(steps[told].Command);
        }
        catch (Exception broken)
        {
            _ = Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(broken), null);
        }
    }
}
