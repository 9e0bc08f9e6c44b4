using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>Sends a probe along a path and sees what becomes of it, in every place at the same time.</summary>
public static class PathProbe
{
    /// <summary>
    /// Sends one probe, or a second where the first was lost for no reason to be seen, and returns what was seen. What the network or the kernel does to it
    /// is a result, no exception; so is what could not be looked at. It returns once the answer is there, and on failure when that is explained, or the
    /// question's time is over; with a second, traced, probe after as much again. Nothing of it remains.
    /// </summary>
    /// <param name="from">The namespace that it is sent from.</param>
    /// <param name="source">The address that it is sent from; null: the kernel chooses.</param>
    /// <param name="question">What to send, and whom to.</param>
    /// <param name="places">Where to look, in the order in which packets come by. Their namespaces are those that are traced.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="NetworkException">NotPermitted: no such packets may be sent; AddressNotFound: the source is not the namespace's own.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of it remains.</exception>
    public static PathObservation Run(
        NamespaceSession from, IPAddress? source, PathQuestion question, IReadOnlyList<PathPlace> places, CancellationToken cancellation)
    {
        var sessions = places.Select(place => place.Session).Prepend(from).DistinctBy(session => session.Handle.Inode).ToList();
        var first = Once(from, source, question, places, question.Tracing == PathTracing.Always ? sessions : [], cancellation);
        return question.Tracing != PathTracing.AfterFailure || first.Answer == PathAnswer.Answered || !PathTrace.IsWorthwhile(sessions)
            ? first
            : Once(from, source, question, places, sessions, cancellation);
    }

    private static PathObservation Once(
        NamespaceSession from, IPAddress? source, PathQuestion question, IReadOnlyList<PathPlace> places, IReadOnlyList<NamespaceSession> traced, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stop = new StopSignal(cancellation);
        using var probe = KernelErrors.Explained(
            question.Destination, () => PacketProbe.Open(from.There, ProbeOptionsOf(question, source)), failure => NotOwn(failure, source ?? question.Source));
        using var trace = new PathTrace(traced, probe.Flow);
        using var watch = new PathWatch(places, probe.Flow);
        using var drops = new PathDrops(question, places);
        var attempt = new ProbeAttempt(probe, watch, drops, question, stop);
        attempt.Run();
        cancellation.ThrowIfCancellationRequested();
        watch.Stop();
        var trails = watch.Sort(attempt.Answer);
        return attempt.Observation(trails) with { Trace = trace.Steps(trails.Recognition), Limits = [.. watch.Limits, .. trace.Limits, .. drops.Limits] };
    }

    private static NetworkException? NotOwn(LinuxException failure, IPAddress? source) => failure.Errno == Errno.EADDRNOTAVAIL
        ? new NetworkException(NetworkError.AddressNotFound, $"{source} is no address of the namespace that is sent from.", source, "Get-NetIPAddress lists its addresses.", failure)
        : null;

    private static ProbeOptions ProbeOptionsOf(PathQuestion question, IPAddress? source) => new()
    {
        Kind = question.Protocol switch { PathProtocol.Tcp => ProbeKind.Connection, PathProtocol.Udp => ProbeKind.Datagram, _ => ProbeKind.Echo },
        Destination = question.Destination,
        Port = question.Port ?? 0,
        Source = source ?? question.Source,
        PacketSize = question.PacketSize,
        DontFragment = question.DontFragment,
    };
}
