using VethLab.Linux.Packets;

namespace VethLab.Networks.Paths;

/// <summary>A probe under way: sends, waits, and knows when to stop waiting.</summary>
internal sealed class ProbeAttempt(PacketProbe probe, PathWatch watch, PathQuestion question, StopSignal stop)
{
    /// <summary>An answer within one machine takes less; one from far away is not late yet.</summary>
    private static readonly TimeSpan UntilSecond = TimeSpan.FromSeconds(1);

    /// <summary>How often what was captured is looked at.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after its arrival a datagram may still be answered.</summary>
    private static readonly TimeSpan UntilSilent = TimeSpan.FromMilliseconds(300);

    private TimeSpan waited;

    /// <summary>What came back; null: nothing did.</summary>
    internal ProbeAnswer? Answer { get; private set; }

    internal void Run()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Answer = probe.Send();
        while (Answer is null && !stop.IsSet && clock.Elapsed < question.Timeout)
        {
            var left = question.Timeout - clock.Elapsed;
            Answer = probe.Wait(left < Slice ? left : Slice, stop);
            if (Answer is not null || IsSilentArrival())
                break;
            if (probe.Sendings == 1 && clock.Elapsed >= UntilSecond)
                Answer = probe.Send();
        }
        waited = clock.Elapsed;
    }

    internal PathObservation Observation(ProbeTrails trails)
    {
        var (kind, message) = AnswerWords.Of(Answer, question, waited);
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
        };
    }

    /// <summary>Of a datagram, that it has arrived is all there may be to see.</summary>
    private bool IsSilentArrival() =>
        question.Protocol == PathProtocol.Udp && watch.ArrivedAt() is { } at && DateTimeOffset.UtcNow - at > UntilSilent;
}
