using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>One call of Ping: sends what is due, receives what comes, gives up what is late, all on the calling thread.</summary>
internal sealed class EchoRun
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(2);

    private readonly IReadOnlyList<IPAddress> targets;
    private readonly EchoOptions options;
    private readonly Action<EchoResult> onResult;
    private readonly EchoSocket? v4;
    private readonly EchoSocket? v6;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly SendPacer pacer = new();
    private readonly ulong firstCookie = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    // By sequence number on the wire: the requests that an answer can belong to.
    private readonly Dictionary<ushort, List<EchoProbe>> underWay = [];
    // In order of sending, which is the order of their deadlines; answered ones are dropped when they come up.
    private readonly Queue<EchoProbe> deadlines = new();
    private long prepared;
    private EchoProbe? unsent;
    private TimeSpan unsentSince;
    private TimeSpan retryAt;

    internal EchoRun(
        IReadOnlyList<IPAddress> targets, EchoOptions options, EchoSocket? v4, EchoSocket? v6, Action<EchoResult> onResult)
    {
        this.targets = targets;
        this.options = options;
        this.v4 = v4;
        this.v6 = v6;
        this.onResult = onResult;
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(started);

    private long Total => (long)targets.Count * options.Count;

    private bool IsAllSent => prepared == Total && unsent is null;

    internal void Execute(PollSet waiting, StopSignal stop)
    {
        while (!stop.IsSet)
        {
            var nextSend = SendDue(stop);
            Expire();
            if (IsAllSent && deadlines.Count == 0)
                return;
            var wake = deadlines.TryPeek(out var first) ? first.SentAtRunTime + options.Timeout : TimeSpan.MaxValue;
            if (nextSend is { } send && send < wake)
                wake = send;
            var wait = wake - Now;
            waiting.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            Drain(v4, stop);
            Drain(v6, stop);
        }
    }

    /// <summary>Sends all that is due; returns when the next is, null when there is no more.</summary>
    private TimeSpan? SendDue(StopSignal stop)
    {
        while (!IsAllSent && !stop.IsSet)
        {
            var now = Now;
            var due = unsent is null ? options.Interval * (prepared / targets.Count) : retryAt;
            if (due > now)
                return due;
            if (!pacer.TryTake(now))
                return now + pacer.Delay;
            unsent ??= Prepare(now);
            Send(unsent);
        }
        return null;
    }

    private EchoProbe Prepare(TimeSpan now)
    {
        var cookie = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(cookie, firstCookie + (ulong)prepared);
        var index = (int)(prepared % targets.Count);
        var sequence = (int)(prepared / targets.Count) + 1;
        var probe = new EchoProbe
        {
            Target = targets[index],
            TargetIndex = index,
            Sequence = sequence,
            WireSequence = (ushort)sequence,
            Cookie = cookie,
        };
        prepared++;
        unsentSince = now;
        return probe;
    }

    private void Send(EchoProbe probe)
    {
        probe.SentAtRunTime = Now;
        var socket = probe.Target.AddressFamily == AddressFamily.InterNetwork ? v4! : v6!;
        var errno = socket.Send(probe.Target, probe.WireSequence, probe.Cookie, out var sentAt);
        probe.SentAt = sentAt;
        if (errno is Errno.EAGAIN or Errno.ENOBUFS && Now - unsentSince < options.Timeout)
        {
            retryAt = Now + RetryDelay;
            return;
        }
        unsent = null;
        if (errno != Errno.None)
        {
            onResult(probe.NotSent(errno));
            return;
        }
        if (!underWay.TryGetValue(probe.WireSequence, out var same))
            underWay.Add(probe.WireSequence, same = []);
        same.Add(probe);
        deadlines.Enqueue(probe);
    }

    private void Expire()
    {
        while (deadlines.TryPeek(out var probe) && (probe.IsDone || probe.SentAtRunTime + options.Timeout <= Now))
        {
            _ = deadlines.Dequeue();
            if (probe.IsDone)
                continue;
            Finish(probe);
            onResult(probe.TimedOut(options.Timeout));
        }
    }

    private void Drain(EchoSocket? socket, StopSignal stop)
    {
        while (!stop.IsSet && socket is not null && socket.TryReceive(out var message))
        {
            if (Find(message) is not { } probe)
                continue;
            Finish(probe);
            onResult(probe.Answered(message, Now));
        }
    }

    private EchoProbe? Find(in EchoMessage message)
    {
        if (!underWay.TryGetValue(message.Sequence, out var same))
            return null;
        foreach (var probe in same)
        {
            if (probe.IsAnsweredBy(message))
                return probe;
        }
        return null;
    }

    private void Finish(EchoProbe probe)
    {
        probe.IsDone = true;
        var same = underWay[probe.WireSequence];
        _ = same.Remove(probe);
        if (same.Count == 0)
            _ = underWay.Remove(probe.WireSequence);
    }
}
