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
            plan.Add($"step {number}", () => Take(number, work), () => undone.Add(number), number is 0 or Count - 1 ? null : "group");
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
        PlanOf(_ => Thread.Sleep(2)).Run(command =>
        {
            told.Add(command);
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
        Assert.Throws<InvalidOperationException>(() => PlanOf(_ => Thread.Sleep(1)).Run(command =>
        {
            if (command == "step 9")
                throw new InvalidOperationException("stopping");
        }));
        Assert.Equal(Enumerable.Reverse(taken), undone);
        Assert.DoesNotContain(Count - 1, taken);
    }
}
