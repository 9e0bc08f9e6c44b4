using VethLab.Networks.Errors;
using VethLab.Networks.Plans;

namespace VethLab.Tests.Networks;

/// <summary>Steps that need nothing of each other.</summary>
public class StepGroupTests
{
    private const int Count = 40;

    private readonly List<int> taken = [];
    private readonly List<int> undone = [];
    private readonly HashSet<int> threads = [];

    /// <summary>A step before, the group, a step behind.</summary>
    private Plan PlanOf(Action<int> work)
    {
        var plan = new Plan();
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            plan.Add(new Step($"step {number}", () => Take(number, work), () => undone.Add(number)) { Group = number is 0 or Count - 1 ? null : "group" });
        }
        return plan;
    }

    private void Take(int number, Action<int> work)
    {
        work(number);
        lock (taken)
        {
            taken.Add(number);
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public void Are_taken_by_two_threads_between_what_comes_before_and_behind()
    {
        var told = new List<string>();
        var teller = new HashSet<int>();
        PlanOf(_ => Thread.Sleep(2)).Run(step =>
        {
            told.Add(step.Command);
            teller.Add(Environment.CurrentManagedThreadId);
        });
        Assert.Equal(Enumerable.Range(0, Count), taken.Order());
        Assert.Equal((0, Count - 1), (taken[0], taken[^1]));
        Assert.Equal(2, threads.Count);
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"step {number}"), told);
        Assert.Equal([Environment.CurrentManagedThreadId], teller);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(Count - 2)]
    public void Are_undone_in_the_reverse_of_the_order_in_which_they_ended_where_one_fails(int failing)
    {
        var plan = PlanOf(number =>
        {
            Thread.Sleep(number % 3);
            if (number == failing)
                throw new NetworkException(NetworkError.Busy, "broken", "x", "none");
        });
        var failure = Assert.Throws<NetworkException>(() => plan.Run());
        Assert.StartsWith("broken Undone:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Reverse(taken), undone);
        Assert.DoesNotContain(failing, taken);
        Assert.DoesNotContain(Count - 1, taken);
    }

    [Fact]
    public void Are_undone_where_somebody_cancels()
    {
        using var source = new CancellationTokenSource();
        var plan = PlanOf(number =>
        {
            Thread.Sleep(2);
            if (number == 7)
                source.Cancel();
        });
        Assert.Throws<PlanCancelledException>(() => plan.Run(null, source.Token));
        Assert.InRange(taken.Count, 7, 10);
        Assert.Equal(Enumerable.Reverse(taken), undone);
    }

    [Fact]
    public void Are_undone_where_telling_fails()
    {
        Assert.Throws<InvalidOperationException>(() => PlanOf(_ => Thread.Sleep(1)).Run(step =>
        {
            if (step.Command == "step 9")
                throw new InvalidOperationException("stopping");
        }));
        Assert.Equal(Enumerable.Reverse(taken), undone);
        Assert.DoesNotContain(Count - 1, taken);
    }

    [Fact]
    public void Those_behind_wait_for_as_many_as_they_need()
    {
        const int Needs = 5;
        using var released = new ManualResetEventSlim();
        var plan = new Plan();
        var (before, after) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            // All that is not needed is held up until the step behind has been taken.
            plan.Add(new Step($"step {number}", () => Take(number, _ => Assert.True(number < Needs || released.Wait(TimeSpan.FromSeconds(30))))) { Group = "group" });
        }
        plan.Add(new Step("behind", () => Read(ref before)) { Needs = Needs });
        plan.Add(new Step("end", () => Read(ref after)));

        plan.Run();

        Assert.Equal(Needs, before);
        Assert.Equal(Count, after);

        void Read(ref int count)
        {
            lock (taken)
                count = taken.Count;
            released.Set();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Are_undone_where_one_behind_fails_while_they_are_taken(bool isCancelled)
    {
        using var source = new CancellationTokenSource();
        var plan = new Plan();
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            plan.Add(new Step($"step {number}", () => Take(number, _ => Thread.Sleep(5)), () => undone.Add(number)) { Group = "group" });
        }
        plan.Add(new Step("behind", () =>
        {
            source.Cancel();
            if (!isCancelled)
                throw new NetworkException(NetworkError.Busy, "broken", "x", "none");
        }, () => undone.Add(Count)) { Needs = 1 });

        var failure = Record.Exception(() => plan.Run(null, isCancelled ? source.Token : default));

        Assert.IsType(isCancelled ? typeof(PlanCancelledException) : typeof(NetworkException), failure);
        Assert.InRange(taken.Count, 1, Count - 1);
        Assert.Equal(taken.Order(), undone.Where(number => number < Count).Order());
    }
}
