using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>Frames that wait in memory: what comes out, what has to go, and how it is counted.</summary>
public sealed class FrameStoreTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private const int FrameLength = 200;
    private const int Capacity = 4 * Megabyte;

    private static readonly CaptureLink[] Links = [new CaptureLink { Name = "one", Index = 7 }, new CaptureLink { Name = "two", Index = 9, LinkType = LinkType.Network }];

    private readonly FrameStore store = new(Links, Capacity);

    public void Dispose() => store.Dispose();

    [Fact]
    public void What_went_in_comes_out_with_all_that_was_known_of_it()
    {
        var frame = new CapturedFrame
        {
            TimestampNanoseconds = 1_700_000_000_123_456_789,
            InterfaceIndex = 7,
            Direction = PacketDirection.Outgoing,
            LinkType = LinkType.Ethernet,
            EtherType = 0x86dd,
            Data = [1, 2, 3],
            OriginalLength = 1500,
            ChecksumPending = true,
        };
        store.Take(new FrameView(frame), 0);
        store.Take(new FrameView(frame with { Direction = PacketDirection.Broadcast, ChecksumPending = false }), 1);
        // A tag beside the frame, as the kernel keeps it.
        store.Take(new FrameView(Enumerable.Range(0, 20).Select(i => (byte)i).ToArray(), 30) { Tag = 0x8100_0064 }, 0);

        Assert.True(store.TryTake(out var first, out var link));
        Assert.Equal(frame with { Data = first.Data }, first);
        Assert.Equal(frame.Data, first.Data);
        Assert.Same(Links[0], link);
        Assert.True(store.TryTake(out var second, out link));
        Assert.Equal((PacketDirection.Broadcast, false, 9, LinkType.Network), (second.Direction, second.ChecksumPending, second.InterfaceIndex, second.LinkType));
        Assert.Same(Links[1], link);
        Assert.True(store.TryTake(out var tagged, out _));
        Assert.Equal("000102030405060708090A0B810000640C0D0E0F10111213", Convert.ToHexString(tagged.Data));
        Assert.Equal(34, tagged.OriginalLength);
        Assert.False(store.TryTake(out _, out _));
    }

    [Fact]
    public void The_oldest_make_room_and_are_counted()
    {
        const int Count = 100_000;
        Put(0, Count);
        Assert.Equal(Count, store.Discarded + store.Waiting);
        // As much is kept as there is room for, but for the chunk that makes room at once.
        Assert.InRange(store.Waiting * (FrameLength + 24), Capacity - (2 * Megabyte), Capacity);
        var (discarded, numbers) = (store.Discarded, Numbers());
        Assert.Equal(Enumerable.Range((int)discarded, Count - (int)discarded), numbers);
        Assert.Equal((discarded, 0L), (store.Discarded, store.Waiting));
    }

    [Fact]
    public void Its_memory_does_not_grow_with_what_passes()
    {
        Put(0, 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Put(100_000, 400_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte / 2);
        // Nor where somebody takes all as it comes.
        _ = Numbers();
        for (var i = 0; i < 100; i++)
        {
            Put(i, 5000);
            Assert.Equal(5000, store.Waiting);
            while (store.TryTake(out _, out _))
                continue;
        }
        before = GC.GetAllocatedBytesForCurrentThread();
        Put(0, 5000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte + 4096);
        Assert.Equal(5000, store.Waiting);
    }

    [Fact]
    public void What_was_taken_is_not_counted_as_lost()
    {
        Put(0, 1000);
        for (var i = 0; i < 700; i++)
            Assert.True(store.TryTake(out _, out _));
        Assert.Equal(300, store.Waiting);
        // The chunk that is being read goes.
        Put(1000, 50_000);
        Assert.Equal(51_000 - 700, store.Discarded + store.Waiting);
        var discarded = (int)store.Discarded;
        Assert.Equal(Enumerable.Range(700 + discarded, 51_000 - 700 - discarded), Numbers());
    }

    [Fact]
    public void One_puts_in_while_another_takes_out()
    {
        const int Count = 2_000_000;
        var taken = new List<int>();
        var reader = new Thread(() =>
        {
            while (!store.IsDrained)
            {
                while (store.TryTake(out var frame, out _))
                    taken.Add(BitConverter.ToInt32(frame.Data));
                store.Wait(TimeSpan.FromSeconds(10), default);
            }
        });
        reader.Start();
        Put(0, Count);
        store.Complete();
        reader.Join();
        Assert.Equal(Count, taken.Count + store.Discarded);
        // Each once, in order, and the last one is there.
        for (var i = 1; i < taken.Count; i++)
            Assert.True(taken[i] > taken[i - 1], $"{taken[i]} after {taken[i - 1]}");
        Assert.Equal(Count - 1, taken[^1]);
        Assert.Equal(0, store.Waiting);
    }

    [Fact]
    public void It_is_drained_when_it_is_complete_and_empty()
    {
        Put(0, 2);
        Assert.False(store.IsDrained);
        store.Complete();
        Assert.False(store.IsDrained);
        _ = Numbers();
        Assert.True(store.IsDrained);
    }

    [Fact]
    public void A_wait_ends_with_a_pause_or_is_cancelled()
    {
        store.Pause();
        store.Wait(Timeout.InfiniteTimeSpan, default);
        // Two pauses are one.
        store.Pause();
        store.Pause();
        store.Wait(Timeout.InfiniteTimeSpan, default);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        _ = Assert.Throws<OperationCanceledException>(() => store.Wait(Timeout.InfiniteTimeSpan, soon.Token));
    }

    /// <summary>Puts in frames that are numbered.</summary>
    private void Put(int first, int count)
    {
        var data = new byte[FrameLength];
        for (var i = first; i < first + count; i++)
        {
            _ = BitConverter.TryWriteBytes(data, i);
            store.Take(new FrameView(data, FrameLength) { TimestampNanoseconds = i }, 0);
        }
    }

    private List<int> Numbers()
    {
        var numbers = new List<int>();
        while (store.TryTake(out var frame, out _))
        {
            Assert.Equal(FrameLength, frame.Data.Length);
            Assert.Equal(BitConverter.ToInt32(frame.Data), frame.TimestampNanoseconds);
            numbers.Add((int)frame.TimestampNanoseconds);
        }
        return numbers;
    }
}
