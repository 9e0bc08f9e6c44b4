using System.IO.Pipes;
using VethLab.Linux.Packets;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// A program's output whose reader does not depend on it: once stopped, it ends. Killing the program is not enough for that, since
/// whatever it started and left behind may hold the other end of the pipe open. Dispose closes it.
/// </summary>
public sealed class ProgramOutputStream : Stream
{
    private readonly Stream output;
    private readonly StopSignal stop;
    private readonly PollSet waiting;

    /// <summary>Takes over the base stream of a process's output; the signal stays the caller's.</summary>
    public ProgramOutputStream(Stream output, StopSignal stop)
    {
        this.output = output;
        this.stop = stop;
        waiting = new PollSet(stop.Descriptor, ((PipeStream)output).SafePipeHandle);
    }

    /// <summary>Waits for something to read; 0 at the end, and once stopped.</summary>
    public override int Read(Span<byte> buffer)
    {
        while (!stop.IsSet)
        {
            if (waiting.Wait(Timeout.InfiniteTimeSpan))
                return stop.IsSet ? 0 : output.Read(buffer);
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            waiting.Dispose();
            output.Dispose();
        }
        base.Dispose(disposing);
    }
}
