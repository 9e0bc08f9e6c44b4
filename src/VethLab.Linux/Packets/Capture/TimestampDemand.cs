using System.Diagnostics;

namespace VethLab.Linux.Packets;

/// <summary>
/// One socket's wish for time stamps, as long as it lasts. The kernel stamps packets on arrival only while some socket wants it, and begins
/// to a moment after the first one asked (net_enable_timestamp in net/core/dev.c leaves it to a work queue). What comes in between gets its
/// stamp when it is read, which may be much later. So whoever is first in this process waits that moment; there is no way to ask whether it
/// is over.
/// </summary>
internal sealed class TimestampDemand : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);
    private static readonly object Gate = new();
    private static int wishes;
    private static long since;

    private bool isDisposed;

    /// <summary>To be called once the socket has asked.</summary>
    internal TimestampDemand()
    {
        lock (Gate)
        {
            if (wishes++ == 0)
                since = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Waits until packets are stamped on arrival.</summary>
    internal static void Wait()
    {
        var left = Moment - Stopwatch.GetElapsedTime(Volatile.Read(ref since));
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (!isDisposed)
                wishes--;
            isDisposed = true;
        }
    }
}
