namespace VethLab.Host.Hosting;

/// <summary>
/// Makes the runtime's pool threads now, on a thread that is in the network namespace of the process. The engine uses
/// them to read the output of native commands; a pool thread born while a script block runs inside another namespace
/// would stay there for good. The project file keeps these threads from ever going away.
/// </summary>
internal static class ThreadReserve
{
    /// <summary>Two readers for a native command in a block, two for one that calls it, and one for the engine.</summary>
    private const int Threads = 5;

    internal static void Fill()
    {
        ThreadPool.SetMinThreads(Threads, 1);
        var allHere = new CountdownEvent(Threads);
        for (var i = 0; i < Threads; i++)
            ThreadPool.UnsafeQueueUserWorkItem(static all => Arrive(all), allHere, preferLocal: false);
        new Timer(static _ => { }, null, 0, Timeout.Infinite).Dispose(); // the one thread behind all timers
    }

    /// <summary>Holds the thread until all have arrived: an idle thread would take the next item, and no new one is made.</summary>
    private static void Arrive(CountdownEvent all)
    {
        all.Signal();
        all.Wait();
    }
}
