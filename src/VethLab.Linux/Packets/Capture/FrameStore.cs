using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// Frames in memory, at most so many bytes of them: when it is full, the oldest make room. One thread puts in, another one takes out.
/// </summary>
public sealed class FrameStore : IFrameSink, IDisposable
{
    /// <summary>
    /// In front of each frame: { i64 time; i32 link; i32 original_length; i32 length; u16 ether_type; u8 direction; u8 checksum_pending; }.
    /// </summary>
    private const int Header = 24;

    private const int ChunkSize = 1 << 20;

    private sealed class Chunk(int size)
    {
        internal byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size);

        /// <summary>Bytes written, seen by the reader once they are published.</summary>
        internal int Written;

        internal int Frames;
    }

    private readonly IReadOnlyList<CaptureLink> links;
    private readonly long capacity;
    private readonly object gate = new();
    private readonly Queue<Chunk> chunks = new();
    private readonly SemaphoreSlim available = new(0, 1);
    private Chunk? filling;
    private Chunk? reading;
    private Chunk? spare;
    private int readOffset;
    private long held;
    private long discarded;
    private volatile bool isComplete;

    /// <param name="links">The interfaces, by the numbers that frames come with.</param>
    /// <param name="capacity">Bytes.</param>
    public FrameStore(IReadOnlyList<CaptureLink> links, long capacity) => (this.links, this.capacity) = (links, Math.Max(capacity, 2 * ChunkSize));

    /// <summary>Frames that had to make room, and were not taken out before.</summary>
    public long Discarded => Volatile.Read(ref discarded);

    /// <summary>Whether nothing more will be put in, and all has been taken out.</summary>
    public bool IsDrained
    {
        get
        {
            lock (gate)
                return isComplete && !HasMore();
        }
    }

    /// <summary>Frames that wait to be taken out.</summary>
    public long Waiting
    {
        get
        {
            lock (gate)
                return chunks.Sum(chunk => (long)chunk.Frames) + (filling?.Frames ?? 0) - (reading is null ? 0 : framesRead);
        }
    }

    private long framesRead;

    public void Take(in FrameView frame, int link)
    {
        var needed = Header + frame.CapturedLength;
        if (filling is null || filling.Bytes.Length - filling.Written < needed)
            Next(needed);
        var chunk = filling!;
        var to = chunk.Bytes.AsSpan(chunk.Written, needed);
        BinaryPrimitives.WriteInt64LittleEndian(to, frame.TimestampNanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], link);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], frame.OriginalLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], frame.CapturedLength);
        BinaryPrimitives.WriteUInt16LittleEndian(to[20..], frame.EtherType);
        to[22] = (byte)frame.Direction;
        to[23] = frame.ChecksumPending ? (byte)1 : (byte)0;
        _ = frame.CopyTo(to[Header..]);
        Volatile.Write(ref chunk.Frames, chunk.Frames + 1);
        Volatile.Write(ref chunk.Written, chunk.Written + needed);
    }

    public void Pause() => Wake();

    /// <summary>Nothing more will be put in.</summary>
    public void Complete()
    {
        isComplete = true;
        Wake();
    }

    /// <summary>The next frame and its interface; false: there is none at the moment.</summary>
    public bool TryTake(out CapturedFrame frame, out CaptureLink link)
    {
        lock (gate)
        {
            if (!HasMore())
            {
                (frame, link) = (null!, null!);
                return false;
            }
            var from = reading!.Bytes.AsSpan(readOffset);
            var length = BinaryPrimitives.ReadInt32LittleEndian(from[16..]);
            link = links[BinaryPrimitives.ReadInt32LittleEndian(from[8..])];
            frame = new CapturedFrame
            {
                TimestampNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(from),
                InterfaceIndex = link.Index,
                Direction = (PacketDirection)from[22],
                LinkType = link.LinkType,
                EtherType = BinaryPrimitives.ReadUInt16LittleEndian(from[20..]),
                Data = from.Slice(Header, length).ToArray(),
                OriginalLength = BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
                ChecksumPending = from[23] != 0,
            };
            readOffset += Header + length;
            framesRead++;
            return true;
        }
    }

    /// <summary>Waits until there may be a frame, a time is over, or a token is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(TimeSpan timeout, CancellationToken cancellation) => _ = available.Wait(timeout, cancellation);

    public void Dispose() => available.Dispose();

    private void Wake()
    {
        try
        {
            if (available.CurrentCount == 0)
                _ = available.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has woken it.
        }
    }

    /// <summary>Begins another chunk; the oldest one goes where there would be too many.</summary>
    private void Next(int needed)
    {
        lock (gate)
        {
            if (filling is not null)
                chunks.Enqueue(filling);
            var size = Math.Max(ChunkSize, needed);
            while (held + size > capacity && chunks.TryDequeue(out var oldest))
            {
                discarded += oldest.Frames - (oldest == reading ? framesRead : 0);
                Forget(oldest);
            }
            filling = spare is { } reused && reused.Bytes.Length >= size ? reused : new Chunk(size);
            spare = null;
            (filling.Written, filling.Frames) = (0, 0);
            held += filling.Bytes.Length;
        }
    }

    private void Forget(Chunk chunk)
    {
        held -= chunk.Bytes.Length;
        if (chunk == reading)
            (reading, readOffset, framesRead) = (null, 0, 0);
        if (chunk.Bytes.Length == ChunkSize)
            spare = chunk;
    }

    /// <summary>Finds the next frame to be taken out. With the gate held.</summary>
    private bool HasMore()
    {
        while (true)
        {
            reading ??= chunks.TryPeek(out var oldest) ? oldest : filling;
            if (reading is null)
                return false;
            if (readOffset < Volatile.Read(ref reading.Written))
                return true;
            if (reading == filling)
                return false;
            // It is used up, and the oldest one: it goes.
            var done = chunks.Dequeue();
            Forget(done);
        }
    }
}
