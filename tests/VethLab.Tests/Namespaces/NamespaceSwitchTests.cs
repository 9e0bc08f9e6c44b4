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
        ThreadPool.GetMinThreads(out var workers, out var ports);
        var bornInside = 0;
        try
        {
            ThreadPool.SetMinThreads(ThreadPool.ThreadCount + 40, ports);
            OwnThread.Run(() =>
            {
                using var stay = new NamespaceSwitch(sandbox.There);
                using var all = new CountdownEvent(60);
                using var gate = new ManualResetEventSlim();
                for (var i = 0; i < all.InitialCount; i++)
                {
                    // A thread that queues work starts the pool's next thread, which inherits the namespace.
                    ThreadPool.UnsafeQueueUserWorkItem(
                        _ =>
                        {
                            gate.Wait(300);
                            all.Signal();
                        },
                        null);
                }
                bornInside = ThreadPlaces.All().Count(place => place.Inode == Inside && place.Name.StartsWith(".NET TP", StringComparison.Ordinal));
                gate.Set();
                all.Wait();
            });
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
        }
        Assert.True(bornInside > 3, $"{bornInside} pool threads were born inside; the test shows nothing");
        ThreadPlaces.AssertAllHome();
    }

    [Fact]
    public void A_short_stay_leaves_no_thread_of_the_runtime_inside()
    {
        for (var i = 0; i < 10; i++)
        {
            OwnThread.Run(() =>
            {
                using var stay = new NamespaceSwitch(sandbox.There);
                // Methods never called before wake the runtime's compiler.
                FreshMethod.Call();
                GC.KeepAlive(Enumerable.Range(0, 1000).Select(number => $"{number}").ToList());
            });
            ThreadPlaces.AssertAllHome();
        }
    }
}
