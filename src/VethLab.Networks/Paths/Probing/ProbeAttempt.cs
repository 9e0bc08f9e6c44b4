using System.Diagnostics;
using VethLab.Linux.Packets;
using VethLab.Linux.Tracing;

namespace VethLab.Networks.Paths;

/// <summary>A probe under way: sends, waits, and knows when to stop waiting.</summary>
internal sealed class ProbeAttempt(PacketProbe probe, PathWatch watch, PathDrops drops, PathQuestion question, StopSignal stop)
{
    /// <summary>An answer within one machine takes less; one from far away is not late yet.</summary>
    private static readonly TimeSpan UntilSecond = TimeSpan.FromSeconds(1);

    /// <summary>How often what was captured is looked at.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private const int SlicesBetweenLooks = 5;

    private static readonly TimeSpan UntilTold = TimeSpan.FromMilliseconds(200);

    /// <summary>Reasons that are no accident.</summary>
    private static readonly HashSet<string> Lasting =
    [
        "NETFILTER_DROP", "IP_RPFILTER", "IP_INNOROUTES", "IP_OUTNOROUTES", "IP_INADDRERRORS", "IP_INVALID_SOURCE", "IP_LOCAL_SOURCE", "IP_INVALID_DEST", "IP_LOCALNET",
        "IPV6DISABLED", "BRIDGE_INGRESS_STP_STATE", "XDP", "TC_INGRESS", "TC_EGRESS",
    ];

    /// <summary>How long after its arrival a datagram may still be answered.</summary>
    private static readonly TimeSpan UntilSilent = TimeSpan.FromMilliseconds(500);

    private readonly SendingTimes sendings = new(DropWatch.CallingThread);
    private TimeSpan waited;

    /// <summary>What came back; null: nothing did.</summary>
    internal ProbeAnswer? Answer { get; private set; }

    internal void Run()
    {
        var clock = Stopwatch.StartNew();
        Send();
        for (var slice = 1; Answer is null && !stop.IsSet && clock.Elapsed < question.Timeout; slice++)
        {
            var left = question.Timeout - clock.Elapsed;
            Answer = probe.Wait(left < Slice ? left : Slice, stop);
            if (Answer is not null || IsSilentArrival() || (slice % SlicesBetweenLooks == 0 && IsExplained()))
                break;
            if (probe.Sendings == 1 && clock.Elapsed >= UntilSecond)
                Send();
        }
        waited = clock.Elapsed;
    }

    internal PathObservation Observation(ProbeTrails trails)
    {
        var found = drops.Find(trails, sendings);
        var (kind, message) = AnswerWords.Of(Answer, question, waited);
        if (Answer is null && question.Protocol == PathProtocol.Udp && DatagramDelivery.Of(trails, watch, found) is { } delivery)
            (kind, message) = (delivery.IsDelivered ? PathAnswer.Answered : PathAnswer.None, delivery.ToString());
        return new PathObservation
        {
            Answer = kind,
            Message = message,
            Responder = Answer?.Responder,
            RoundTripTime = Answer?.RoundTripTime?.TotalMilliseconds,
            Mtu = Answer?.Mtu,
            Request = trails.Request,
            Reply = trails.Reply,
            Others = trails.Others,
            Drops = found.Drops,
        };
    }

    private void Send()
    {
        var from = SendingTimes.Now;
        Answer = probe.Send();
        sendings.Add(from);
    }

    /// <summary>The kernel has dropped it, or its answer, for a reason that it would have for each. Somebody may tell the sender so yet, but would have by now.</summary>
    private bool IsExplained() => probe.Age > UntilTold && drops.Find(watch.Sort(null), sendings).Drops.Any(drop => drop.IsAttributed && Lasting.Contains(drop.Reason));

    /// <summary>Of a datagram, that it has arrived is all there may be to see.</summary>
    private bool IsSilentArrival() =>
        question.Protocol == PathProtocol.Udp && watch.Arrival(watch.Sort(null)) is var (_, hop) && DateTimeOffset.UtcNow - hop.Time > UntilSilent;
}
