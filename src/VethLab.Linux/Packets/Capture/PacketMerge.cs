using System.Diagnostics;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// The frames of several rings in the order of time, and of the same time in the order of the rings. A frame is passed on when no ring can still
/// bring an earlier one: a ring in which the kernel holds nothing back stands for the present; one in which it does hands that over within a block
/// timeout, and longer nobody waits for it. Not for two threads at once, except <see cref="SettledUntil"/> and the signals. The rings belong to the caller.
/// </summary>
public sealed class PacketMerge : IDisposable
{
    /// <summary>So many frames are passed on before others get to say something; a flood has no end.</summary>
    private const int AtOnce = 65536;

    /// <summary>Frames may bring a time stamp that they got a moment before they came to the ring.</summary>
    private const long Slack = 200_000;

    private readonly PacketRing[] rings;
    private readonly long[] horizons;
    private readonly Exception?[] failures;
    private readonly PollSet poll;
    private readonly StopSignal stop;
    private readonly WakeSignal wake;
    private readonly long patience;
    private readonly int stopIndex;
    private long blockedSince;
    private long settledUntil;

    /// <param name="rings">The rings, all with the same block timeout.</param>
    /// <param name="stop">Ends waits.</param>
    /// <param name="wake">Ends one wait.</param>
    /// <param name="blockTimeout">The rings' block timeout.</param>
    public PacketMerge(IReadOnlyList<PacketRing> rings, StopSignal stop, WakeSignal wake, TimeSpan blockTimeout)
    {
        this.rings = [.. rings];
        this.stop = stop;
        this.wake = wake;
        horizons = new long[rings.Count];
        failures = new Exception?[rings.Count];
        patience = (long)(blockTimeout.TotalNanoseconds * 3) + 20_000_000;
        stopIndex = rings.Count;
        poll = new PollSet([.. rings.Select(ring => ring.Descriptor), stop.Descriptor, wake.Descriptor]);
    }

    /// <summary>How many interfaces are still there.</summary>
    public int Live => failures.Count(failure => failure is null);

    /// <summary>Frames with time stamps up to this one, in nanoseconds since 1970, have been passed on, all that there are.</summary>
    public long SettledUntil => Volatile.Read(ref settledUntil);

    /// <summary>Why nothing more comes from an interface: ENODEV where it is gone; null: all is well.</summary>
    public Exception? FailureOf(int link) => failures[link];

    /// <summary>
    /// Passes on all that is in order by now, and returns how many frames that were. At the end, when the rings capture nothing more, all that there
    /// is: the kernel is waited for, which hands over what it holds within a block timeout.
    /// </summary>
    public int Drain(IFrameSink sink, bool isEnd = false)
    {
        var count = 0;
        while (true)
        {
            var now = Libc.RealTimeNanoseconds();
            var limit = long.MaxValue;
            var first = -1;
            // The earliest of the other rings, those before the first one and those behind it: equal time stamps keep the order of the rings.
            var (before, after) = (long.MaxValue, long.MaxValue);
            for (var i = 0; i < rings.Length; i++)
            {
                if (failures[i] is not null)
                    continue;
                if (isEnd)
                    rings[i].Settle();
                if (!HasFrame(i, now))
                {
                    if (!isEnd)
                        limit = Math.Min(limit, Math.Max(horizons[i], now - patience));
                    continue;
                }
                var stamp = rings[i].PeekedTimestamp;
                if (first < 0)
                    first = i;
                else if (stamp >= rings[first].PeekedTimestamp)
                    after = Math.Min(after, stamp);
                else
                    (first, before, after) = (i, Math.Min(before, Math.Min(after, rings[first].PeekedTimestamp)), long.MaxValue);
            }
            Volatile.Write(ref settledUntil, first < 0 ? limit : Math.Min(limit, rings[first].PeekedTimestamp - 1));
            if (first < 0 || (rings[first].PeekedTimestamp > limit && !IsOverdue()))
                return count;
            blockedSince = 0;
            count += Pass(sink, first, Math.Min(Math.Min(before - 1, after), Math.Max(limit, rings[first].PeekedTimestamp)));
            if (count >= AtOnce)
                return count;
        }
    }

    /// <summary>Waits until there may be something to pass on, a time is over, or the signal is set.</summary>
    /// <exception cref="LinuxException">poll(2) failed.</exception>
    public void Wait(TimeSpan timeout)
    {
        var waiting = false;
        var down = false;
        for (var i = 0; i < rings.Length; i++)
        {
            // What has a frame to show would not let anybody wait; what is gone stays in error.
            var has = failures[i] is null && rings[i].TryPeek();
            waiting |= has;
            down |= failures[i] is null && rings[i].IsDown;
            poll.Heed(i, failures[i] is null && !has);
        }
        if (waiting)
            timeout = Shorter(timeout, TimeSpan.FromMilliseconds(1));
        if (down)
            timeout = Shorter(timeout, PacketRing.LookWhileDown);
        poll.Wait(timeout);
        if (poll.IsReady(stopIndex + 1))
            wake.Clear();
        for (var i = 0; i < rings.Length; i++)
        {
            if (failures[i] is null && (rings[i].IsDown || poll.IsInError(i)))
                failures[i] = Check(rings[i]);
        }
    }

    /// <summary>Whether the signal was set when the last wait ended.</summary>
    public bool IsStopped => stop.IsSet || poll.IsReady(stopIndex);

    public void Dispose() => poll.Dispose();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < TimeSpan.Zero || other < one ? other : one;

    private static LinuxException? Check(PacketRing ring)
    {
        try
        {
            ring.CheckInterface();
            return null;
        }
        catch (LinuxException failure)
        {
            // What it had received before comes first, also what the kernel has not handed over yet.
            return ring.TryPeek() || ring.HasPending ? null : failure;
        }
    }

    /// <summary>Whether a ring has a frame to show; if not, how far it can be said that nothing is missing.</summary>
    private bool HasFrame(int index, long now)
    {
        var ring = rings[index];
        if (ring.TryPeek())
            return true;
        if (!ring.HasPending)
            horizons[index] = now - Slack;
        // Handed over while we looked.
        return ring.TryPeek();
    }

    /// <summary>Whether the earliest frame has waited too long, as it would where the clock was set back.</summary>
    private bool IsOverdue()
    {
        if (blockedSince == 0)
            blockedSince = Stopwatch.GetTimestamp();
        return Stopwatch.GetElapsedTime(blockedSince).TotalNanoseconds > patience * 2;
    }

    /// <summary>Passes frames of one ring on, as long as they are the earliest.</summary>
    private int Pass(IFrameSink sink, int index, long until)
    {
        var ring = rings[index];
        var count = 0;
        do
        {
            sink.Take(ring.Peeked, index);
            ring.Advance();
            count++;
        }
        while (count < AtOnce && ring.TryPeek() && ring.PeekedTimestamp <= until);
        return count;
    }
}
