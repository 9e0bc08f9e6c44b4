using System.Runtime.ExceptionServices;

namespace VethLab.Linux.Namespaces;

/// <summary>Work on many namespaces at once: the calling thread and as many others as there are processors for, all at home.</summary>
public static class HomeThreads
{
    private const int Most = 8;

    /// <summary>For fewer namespaces a thread of their own does not pay: they are done sooner than it is made.</summary>
    private const int Least = 8;

    /// <summary>How many threads so many namespaces are worth, the calling one among them.</summary>
    public static int CountFor(int namespaces) => Math.Clamp(Math.Min(Environment.ProcessorCount, namespaces / Least), 1, Most);

    /// <summary>Does the work for each of so many namespaces; as <see cref="Run"/>.</summary>
    public static void ForEach(int namespaces, Action<int> work) => Run(CountFor(namespaces), namespaces, work);

    /// <summary>
    /// Does the work for each number from 0, each once, in no particular order, and returns when all is done. After a failure none is begun any more;
    /// the first is thrown.
    /// </summary>
    /// <param name="threadCount">On how many threads.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="work">It may run on several threads at once.</param>
    public static void Run(int threadCount, int count, Action<int> work)
    {
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        var threads = new List<Thread>();
        while (threads.Count < threadCount - 1)
            threads.Add(HomeThread.Start(Share, "VethLab worker"));
        Share();
        foreach (var thread in threads)
            thread.Join();
        failure?.Throw();

        void Share()
        {
            try
            {
                while (Volatile.Read(ref failure) is null && Interlocked.Increment(ref next) is var number && number < count)
                    work(number);
            }
            catch (Exception broken)
            {
                _ = Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(broken), null);
            }
        }
    }
}
