using System.Runtime.CompilerServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A thread of ours that outlives what started it. It is born in the namespace of the thread that starts it, and would hold that namespace open; so
/// it goes home first, to where the process was when this was first used.
/// </summary>
public static class HomeThread
{
    /// <summary>Where the process was when this was first used. Open as long as the process lives.</summary>
    internal static readonly NamespaceHandle Home = NamespaceHandle.OpenCurrent();

    /// <summary>Whether the calling thread was started here and is at home.</summary>
    [ThreadStatic]
    internal static bool IsOne;

    /// <summary>Remembers the calling thread's namespace as the process's, unless another one is remembered already.</summary>
    public static void Remember() => RuntimeHelpers.RunClassConstructor(typeof(HomeThread).TypeHandle);

    /// <summary>Starts a background thread that is at home; returns when it is.</summary>
    public static Thread Start(Action work, string name) => Start(work, name, 0);

    /// <summary>As above, with so many bytes of stack; 0: as many as usual.</summary>
    internal static Thread Start(Action work, string name, int stack)
    {
        using var arrived = new ManualResetEventSlim();
        var thread = new Thread(GoHome, stack) { IsBackground = true, Name = name };
        thread.Start();
        arrived.Wait();
        return thread;

        void GoHome()
        {
            // Where it may not go home, as without privilege, it was not abroad either, and stays.
            IsOne = Libc.SetNs((int)Home.Descriptor.DangerousGetHandle(), Libc.CLONE_NEWNET) == 0;
            arrived.Set();
            work();
        }
    }
}
