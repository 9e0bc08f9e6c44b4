using System.Diagnostics;
using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>Frames into files. In a pause they are written, but not more often than people look.</summary>
internal sealed class FileSink(RotatedFiles files) : IFrameSink
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private long flushed;

    public void Take(in FrameView frame, int link) => files.Write(frame, link);

    public void Pause()
    {
        if (Stopwatch.GetElapsedTime(flushed) < Often)
            return;
        files.Flush();
        flushed = Stopwatch.GetTimestamp();
    }
}
