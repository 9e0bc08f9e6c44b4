using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>On the way of frames into memory or a file: leaves out what the kernel could not, and counts the others.</summary>
internal sealed class CaptureCounter(IReadOnlyList<CaptureFilter> filters, IFrameSink next) : IFrameSink
{
    private readonly long[] packets = new long[filters.Count];
    private long bytes;

    internal long Packets => packets.Sum();

    internal long Bytes => Volatile.Read(ref bytes);

    internal long PacketsOf(int link) => Volatile.Read(ref packets[link]);

    public void Take(in FrameView frame, int link)
    {
        if (!filters[link].LetsThrough(frame))
            return;
        packets[link]++;
        bytes += frame.CapturedLength;
        next.Take(frame, link);
    }

    public void Pause() => next.Pause();
}
