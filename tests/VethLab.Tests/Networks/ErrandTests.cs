using VethLab.Networks.Errors;
using VethLab.Networks.Plans;

namespace VethLab.Tests.Networks;

/// <summary>What steps make possible, and threads of a plan do while they would wait.</summary>
public sealed class ErrandTests : IDisposable
{
    private const int Count = 8;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly int caller = Environment.CurrentManagedThreadId;
    private readonly List<int> done = [];
    private readonly HashSet<int> threads = [];
    private readonly ManualResetEventSlim ran = new();

    private static Plan PlanOf(Action<int> work)
    {
        var plan = new Plan();
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            plan.Add(new Step($"step {number}", () => work(number)) { Group = "group" });
        }
        return plan;
    }

    private Step With(int number) => new($"behind {number}", () => { })
    {
        Needs = 1,
        Errand = () =>
        {
            lock (done)
            {
                done.Add(number);
                threads.Add(Environment.CurrentManagedThreadId);
            }
            ran.Set();
        },
    };

    [Fact]
    public void Are_done_by_the_thread_of_a_group_that_has_been_taken()
    {
        var plan = PlanOf(_ => { });
        for (var i = 0; i < 3; i++)
            plan.Add(With(i));
        plan.Add(new Step("end", () => Assert.True(SpinWait.SpinUntil(() => Locked(() => done.Count == 3), Long))));

        plan.Run();

        Assert.Equal([0, 1, 2], done);
        Assert.DoesNotContain(caller, threads);
    }

    [Fact]
    public void Are_done_by_a_thread_that_has_to_wait_for_the_group()
    {
        // Whatever step the other thread is at, it is held up until the errand has been done.
        var plan = PlanOf(number => Assert.True(number == 0 || Environment.CurrentManagedThreadId == caller || ran.Wait(Long)));
        plan.Add(With(0));
        plan.Add(new Step("end", () => { }));

        plan.Run();

        Assert.Equal([0], done);
        Assert.Equal([caller], threads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void None_begins_when_the_plan_has_ended(bool fails)
    {
        var begun = 0;
        var plan = PlanOf(_ => { });
        for (var i = 0; i < 1000; i++)
        {
            plan.Add(new Step($"behind {i}", () => { })
            {
                Needs = 1,
                Errand = () =>
                {
                    _ = Interlocked.Increment(ref begun);
                    Thread.Sleep(5);
                },
            });
        }
        plan.Add(new Step("end", () =>
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref begun) > 0, Long));
            if (fails)
                throw new NetworkException(NetworkError.Busy, "broken", "x", "none");
        }));

        var failure = Record.Exception(() => plan.Run());

        Assert.Equal(fails, failure is NetworkException);
        var then = begun;
        Assert.InRange(then, 1, 999);
        Thread.Sleep(30);
        Assert.Equal(then, begun);
    }

    [Fact]
    public void Are_left_where_nobody_waits()
    {
        var plan = new Plan();
        plan.Add(With(0));
        plan.Add(new Step("end", () => { }));

        plan.Run();

        Assert.Empty(done);
    }

    public void Dispose() => ran.Dispose();

    private T Locked<T>(Func<T> look)
    {
        lock (done)
            return look();
    }
}
