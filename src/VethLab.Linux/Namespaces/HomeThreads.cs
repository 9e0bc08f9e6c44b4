using System.Runtime.ExceptionServices;

namespace VethLab.Linux.Namespaces;

/// <summary>Work on many namespaces at once: the calling thread and as many others as there are processors for, all at home.</summary>
public static class HomeThreads
{
    private const int Most = 8;

    /// <summary>
    /// Does the work for each number from 0, each once, in no particular order, and returns when all is done. After a failure none is begun any more;
    /// the first is thrown.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="work">It may run on several threads at once.</param>
    /// <param name="least">So many at least for each thread: fewer are done sooner than a thread is made.</param>
    public static void ForEach(int count, Action<int> work, int least = 1)
    {
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        var others = Math.Min(Math.Min(Environment.ProcessorCount, Most), count / least) - 1;
        var threads = Enumerable.Range(0, Math.Max(0, others)).Select(_ => HomeThread.Start(Share, "VethLab worker")).ToList();
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
