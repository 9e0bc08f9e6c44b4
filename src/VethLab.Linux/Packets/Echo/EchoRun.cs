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
        var probe = new EchoProbe
        {
            Target = targets[index],
            TargetIndex = index,
            Sequence = (int)(prepared / targets.Count) + 1,
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
        var errno = socket.Send(probe.Target, (ushort)probe.Sequence, probe.Cookie, out var sentAt);
        probe.SentAt = sentAt;
        if (errno is Errno.EAGAIN or Errno.ENOBUFS && Now - unsentSince < options.Timeout)
        {
            retryAt = Now + RetryDelay;
            return;
        }
        unsent = null;
        if (errno != Errno.None)
        {
            onResult(Result(probe, LocalStatus(errno), LinuxException.Describe(errno)) with { Errno = errno });
            return;
        }
        if (!underWay.TryGetValue((ushort)probe.Sequence, out var same))
            underWay.Add((ushort)probe.Sequence, same = []);
        same.Add(probe);
        deadlines.Enqueue(probe);
    }

    /// <summary>What it means that the own kernel did not send a request.</summary>
    internal static EchoStatus LocalStatus(Errno errno) => errno switch
    {
        Errno.ENETUNREACH => EchoStatus.NoRoute,
        Errno.EHOSTUNREACH => EchoStatus.HostUnreachable,
        Errno.EPERM or Errno.EACCES => EchoStatus.SendRefused,
        Errno.EMSGSIZE => EchoStatus.PacketTooBig,
        _ => EchoStatus.SendFailed,
    };

    private void Expire()
    {
        while (deadlines.TryPeek(out var probe) && (probe.IsDone || probe.SentAtRunTime + options.Timeout <= Now))
        {
            _ = deadlines.Dequeue();
            if (probe.IsDone)
                continue;
            Finish(probe);
            onResult(Result(probe, EchoStatus.TimedOut, $"no answer within {options.Timeout.TotalMilliseconds:0.###} ms"));
        }
    }

    private void Drain(EchoSocket? socket, StopSignal stop)
    {
        while (!stop.IsSet && socket is not null && socket.TryReceive(out var message))
        {
            if (Find(message) is not { } probe)
                continue;
            Finish(probe);
            onResult(Answered(probe, message));
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
        var same = underWay[(ushort)probe.Sequence];
        _ = same.Remove(probe);
        if (same.Count == 0)
            _ = underWay.Remove((ushort)probe.Sequence);
    }

    private EchoResult Answered(EchoProbe probe, in EchoMessage message)
    {
        var (status, text) = message.IsReply
            ? (EchoStatus.Success, "Reply")
            : IcmpErrors.Explain(probe.Target.AddressFamily, message.Type, message.Code);
        return Result(probe, status, text) with
        {
            Responder = message.Responder,
            RoundTripTime = RoundTripTime(probe, message.Timestamp),
            TimeToLive = message.TimeToLive,
            Size = message.IsReply ? message.Size : null,
            Mtu = status == EchoStatus.PacketTooBig ? message.Mtu : null,
            IcmpType = message.Type,
            IcmpCode = message.Code,
        };
    }

    /// <summary>Where the wall clock was set while the packet travelled, the steady clock has to do.</summary>
    private TimeSpan RoundTripTime(EchoProbe probe, long receivedAt)
    {
        var atMost = Now - probe.SentAtRunTime;
        var measured = TimeSpan.FromTicks((receivedAt - probe.SentAt) / TimeSpan.NanosecondsPerTick);
        return measured < TimeSpan.Zero || measured > atMost ? atMost : measured;
    }

    private static EchoResult Result(EchoProbe probe, EchoStatus status, string message) => new()
    {
        Target = probe.Target,
        TargetIndex = probe.TargetIndex,
        Sequence = probe.Sequence,
        Status = status,
        SentAt = DateTimeOffset.UnixEpoch.AddTicks(probe.SentAt / TimeSpan.NanosecondsPerTick),
        Message = message,
    };
}
