using VethLab.Linux.Namespaces;
using VethLab.Tests.Support;

namespace VethLab.Tests.Namespaces;

/// <summary>A thread's stay in another namespace, and the way home of all that was born there.</summary>
[Collection(Alone.Name)]
public sealed class NamespaceSwitchTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    private ulong Inside => sandbox.There.Inode;

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public void A_thread_is_inside_until_it_leaves_and_again_when_it_enters() => OwnThread.Run(() =>
    {
        var home = ThreadPlaces.Mine;
        using (var stay = new NamespaceSwitch(sandbox.There))
        {
            Assert.Equal(Inside, ThreadPlaces.Mine);
            stay.Enter();
            Assert.Equal(Inside, ThreadPlaces.Mine);
            stay.Leave();
            Assert.Equal(home, ThreadPlaces.Mine);
            stay.Leave();
            Assert.Equal(home, ThreadPlaces.Mine);
            stay.Enter();
            Assert.Equal(Inside, ThreadPlaces.Mine);
        }
        Assert.Equal(home, ThreadPlaces.Mine);
        ThreadPlaces.AssertAllHome();
    });

    [Fact]
    public void A_failure_inside_leads_home_as_well() => OwnThread.Run(() =>
    {
        var home = ThreadPlaces.Mine;
        Assert.Throws<InvalidOperationException>(Fail);
        Assert.Equal(home, ThreadPlaces.Mine);

        void Fail()
        {
            using var stay = new NamespaceSwitch(sandbox.There);
            throw new InvalidOperationException("inside");
        }
    });

    [Fact]
    public void Stays_within_stays_end_in_their_order() => OwnThread.Run(() =>
    {
        using var another = NamespaceDoor.Create();
        using (new NamespaceSwitch(sandbox.There))
        {
            using (new NamespaceSwitch(another))
                Assert.Equal(another.Inode, ThreadPlaces.Mine);
            Assert.Equal(Inside, ThreadPlaces.Mine);
        }
        ThreadPlaces.AssertAllHome();
    });

    [Fact]
    public void Another_thread_cannot_end_a_stay() => OwnThread.Run(() =>
    {
        using var stay = new NamespaceSwitch(sandbox.There);
        Exception? failure = null;
        OwnThread.Start(() => failure = Record.Exception(stay.Leave)).Join();

        Assert.IsType<InvalidOperationException>(failure);
        Assert.Equal(Inside, ThreadPlaces.Mine);
    });

    [Fact]
    public void Pool_threads_that_are_born_inside_are_brought_home()
    {
        // Which thread starts the pool's next is not ours to say; mostly one or two are born inside.
        var bornInside = 0;
        for (var round = 0; round < 20 && bornInside == 0; round++)
            bornInside = WorkInside();
        Assert.True(bornInside > 0, "no pool thread was born inside; the test shows nothing");
    }

    /// <summary>Keeps the pool busy and gives it more to do from inside. Returns how many of its threads were born there.</summary>
    private int WorkInside()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        var bornInside = 0;
        using var gate = new ManualResetEventSlim();
        try
        {
            // Those that there are have to be busy, or they and their children, all born outside, would do the work.
            var busy = ThreadPool.ThreadCount + 10;
            ThreadPool.SetMinThreads(busy + 40, ports);
            using var busyNow = Block(busy, gate);
            busyNow.Wait();
            OwnThread.Run(() =>
            {
                using var stay = new NamespaceSwitch(sandbox.There);
                using var inside = Block(20, gate);
                inside.Wait(TimeSpan.FromSeconds(10));
                bornInside = ThreadPlaces.All().Count(place => place.Inode == Inside && place.Name.StartsWith(".NET TP", StringComparison.Ordinal));
                gate.Set();
            });
        }
        finally
        {
            gate.Set();
            ThreadPool.SetMinThreads(workers, ports);
        }
        ThreadPlaces.AssertAllHome();
        return bornInside;
    }

    /// <summary>Gives the pool work that waits for a gate; the result is set when as many threads have it.</summary>
    private static CountdownEvent Block(int count, ManualResetEventSlim gate)
    {
        var running = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    running.Signal();
                    gate.Wait();
                },
                null);
        }
        return running;
    }

    [Fact]
    public void A_short_stay_leaves_no_thread_of_the_runtime_inside()
    {
        // With as much to collect as a PowerShell session has.
        var old = Enumerable.Range(0, 3000).Select(_ => new byte[10_000]).ToList();
        GC.Collect();
        GC.Collect();
        for (var i = 0; i < 10; i++)
        {
            OwnThread.Run(() =>
            {
                using var stay = new NamespaceSwitch(sandbox.There);
                // Methods never called before wake the runtime's compiler.
                FreshMethod.Call();
                // The collector's thread is born in the thread that needs it first.
                GC.Collect(2, GCCollectionMode.Forced, blocking: false);
                GC.KeepAlive(Enumerable.Range(0, 1000).Select(number => $"{number}").ToList());
            });
            ThreadPlaces.AssertAllHome();
        }
        GC.KeepAlive(old);
    }
}
