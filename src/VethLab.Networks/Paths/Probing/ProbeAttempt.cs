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

    private ProbeAnswer? answer;
    private TimeSpan waited;

    internal void Run()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        answer = probe.Send();
        while (answer is null && !stop.IsSet && clock.Elapsed < question.Timeout)
        {
            var left = question.Timeout - clock.Elapsed;
            answer = probe.Wait(left < Slice ? left : Slice, stop);
            if (answer is not null || IsSilentArrival())
                break;
            if (probe.Sendings == 1 && clock.Elapsed >= UntilSecond)
                answer = probe.Send();
        }
        waited = clock.Elapsed;
    }

    internal PathObservation Observation()
    {
        var trails = watch.Sort(answer);
        var (kind, message) = AnswerWords.Of(answer, question, waited);
        return new PathObservation
        {
            Answer = kind,
            Message = message,
            Responder = answer?.Responder,
            RoundTripTime = answer?.RoundTripTime?.TotalMilliseconds,
            Mtu = answer?.Mtu,
            Request = trails.Request,
            Reply = trails.Reply,
            Others = trails.Others,
            Limits = watch.Limits,
        };
    }

    /// <summary>Of a datagram, that it has arrived is all there may be to see.</summary>
    private bool IsSilentArrival() =>
        question.Protocol == PathProtocol.Udp && watch.ArrivedAt() is { } at && DateTimeOffset.UtcNow - at > UntilSilent;
}
