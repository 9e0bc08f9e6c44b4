using System.Runtime;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// Keeps the .NET runtime's own threads out of namespaces. A thread is born in the namespace of the thread that caused it; the runtime
/// starts threads when it needs them, from whatever thread is running. Those that would hold a namespace open for long are made before a
/// thread is switched, and kept busy while it is; pool threads that were born inside all the same are brought back afterwards.
/// </summary>
internal sealed class RuntimeThreads : IDisposable
{
    /// <summary>The compiler's thread ends after four seconds without work, pool threads and the background collector's after twenty.</summary>
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(2), CollectorRhythm = TimeSpan.FromSeconds(10);

    /// <summary>When the background collector was last given work (Environment.TickCount64).</summary>
    private static long collectorWoken = -(long)CollectorRhythm.TotalMilliseconds;

    /// <summary>Bytes; a good deal more than what makes an object a large one (85,000).</summary>
    private const int LargeObject = 1 << 20;

    /// <summary>The larger the heap, the more room for large objects there is before the collector sets in.</summary>
    private const int MostBallast = 1024;

    private readonly ManualResetEventSlim done = new();
    private readonly Thread keeper;

    /// <summary>Call before the switch; the keeper must be born outside as well.</summary>
    internal RuntimeThreads()
    {
        Wake();
        keeper = new Thread(Keep, maxStackSize: 256 * 1024) { IsBackground = true, Name = "VethLab keeper" };
        keeper.Start();
    }

    public void Dispose()
    {
        done.Set();
        keeper.Join();
        done.Dispose();
    }

    private void Keep()
    {
        while (!done.Wait(Rhythm))
            Wake();
    }

    /// <summary>Gives each of the runtime's helpers a little to do: compiler, pool, timer, collector.</summary>
    private static void Wake()
    {
        FreshMethod.Call();
        using var worked = new ManualResetEventSlim();
        using var timer = new Timer(_ => { }, null, 1, Timeout.Infinite);
        ThreadPool.UnsafeQueueUserWorkItem(_ => worked.Set(), null);
        worked.Wait();
        WakeCollector();
    }

    /// <summary>
    /// Brings a collection in the background about, whose thread is else born in whatever thread happens to need the first one. Asking for one
    /// does not do: the caller's thread collects a small heap itself. Running out of room for large objects does.
    /// </summary>
    private static void WakeCollector()
    {
        // Batch: this process collects without that thread.
        if (GCSettings.LatencyMode == GCLatencyMode.Batch)
            return;
        var now = Environment.TickCount64;
        if (now - Interlocked.Read(ref collectorWoken) < CollectorRhythm.TotalMilliseconds)
            return;
        Interlocked.Exchange(ref collectorWoken, now);
        var last = GC.GetGCMemoryInfo(GCKind.Background).Index;
        // Kept, so that the heap grows; never written to, so that it costs addresses and hardly any memory.
        var ballast = new List<byte[]>();
        while (ballast.Count < MostBallast && GC.GetGCMemoryInfo(GCKind.Background).Index == last)
            ballast.Add(GC.AllocateUninitializedArray<byte>(LargeObject));
    }

    /// <summary>
    /// Brings pool threads that were born in a namespace back into the process's own. Call from outside. Threads that are not the pool's
    /// (a user's own) stay where they are.
    /// </summary>
    internal static void BringPoolHome(ulong inside)
    {
        for (var round = 0; round < 20 && PoolThreadIn(inside); round++)
        {
            using var home = NamespaceHandle.Open("/proc/self/ns/net");
            // One item for each thread there may be: none takes a second before all have taken one, or some time has passed.
            var items = ThreadPool.ThreadCount + 4;
            using var all = new CountdownEvent(items);
            for (var i = 0; i < items; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        if (FileIdentity.InodeOf("/proc/thread-self/ns/net") == inside)
                            _ = Libc.SetNs((int)home.Descriptor.DangerousGetHandle(), Libc.CLONE_NEWNET);
                        all.Signal();
                        Thread.Sleep(5);
                    },
                    null);
            }
            all.Wait();
        }
    }

    private static bool PoolThreadIn(ulong inside)
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (FileIdentity.InodeOf($"{task}/ns/net") == inside && NameOf(task).StartsWith(".NET TP", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm");
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
