using VethLab.Linux.Namespaces;

namespace VethLab.Tests.Namespaces;

/// <summary>Work that is shared out among threads.</summary>
public class HomeThreadsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Each_number_is_taken_once(int count)
    {
        var taken = new int[count];
        HomeThreads.ForEach(count, number => Interlocked.Increment(ref taken[number]));
        Assert.All(taken, times => Assert.Equal(1, times));
    }

    [Fact]
    public void The_caller_takes_part()
    {
        var threads = new HashSet<int>();
        using var both = new CountdownEvent(2);
        HomeThreads.Run(2, 2, _ =>
        {
            lock (threads)
                threads.Add(Environment.CurrentManagedThreadId);
            // The second is for another thread: this one waits here for it.
            both.Signal();
            Assert.True(both.Wait(TimeSpan.FromSeconds(30)));
        });
        Assert.Contains(Environment.CurrentManagedThreadId, threads);
        Assert.Equal(2, threads.Count);
    }

    [Fact]
    public void Too_few_are_the_caller_s_alone()
    {
        var threads = new HashSet<int>();
        HomeThreads.ForEach(15, _ => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void There_are_no_more_threads_than_processors_nor_than_pay()
    {
        Assert.Equal([1, 1, 1, 1], new[] { 0, 1, 8, 15 }.Select(HomeThreads.CountFor));
        Assert.Equal(Math.Min(2, Environment.ProcessorCount), HomeThreads.CountFor(16));
        Assert.Equal(Math.Min(8, Environment.ProcessorCount), HomeThreads.CountFor(10_000));
    }

    [Fact]
    public void After_a_failure_none_is_begun_and_it_is_thrown_as_it_was()
    {
        var begun = 0;
        var failure = Assert.Throws<InvalidDataException>(() => HomeThreads.ForEach(10_000, number =>
        {
            Interlocked.Increment(ref begun);
            if (number == 3)
                throw new InvalidDataException("the third");
            Thread.Sleep(1);
        }));
        Assert.Equal("the third", failure.Message);
        Assert.Contains(nameof(After_a_failure_none_is_begun_and_it_is_thrown_as_it_was), failure.StackTrace, StringComparison.Ordinal);
        Assert.InRange(begun, 4, 5000);
    }
}
