using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Capture;

/// <summary>Captures in several places while something runs, and says what became of each packet.</summary>
public static class TrailCapture
{
    /// <summary>Room for packets in memory; of more, the oldest go.</summary>
    private const long MemoryBytes = 64 << 20;

    /// <summary>
    /// Runs something while it captures, and returns the trails of all packets that passed meanwhile, in the order in which they were first seen; empty
    /// where none did. The work begins when all captures have begun, so none of its packets is missed.
    /// </summary>
    /// <param name="places">Interfaces, each with the session of its namespace, which the caller disposes.</param>
    /// <param name="settings">What to capture.</param>
    /// <param name="work">What to do meanwhile, on the caller's thread; what it throws comes through.</param>
    /// <param name="settle">How long to go on after it, for what is still under way.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="NetworkException">InterfaceNotFound, NotPermitted, FilterInvalid, FeatureMissing.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while it waited.</exception>
    public static IReadOnlyList<PacketTrail> During(
        IEnumerable<(NamespaceSession Session, string Interface)> places, CaptureSettings settings, Action work, TimeSpan settle, CancellationToken cancellation)
    {
        using var capture = new PacketCapture(settings);
        foreach (var (session, name) in places)
            capture.Add(session, name);
        if (capture.Links.Count == 0)
        {
            work();
            return [];
        }
        capture.StartInMemory(MemoryBytes);
        work();
        if (settle > TimeSpan.Zero)
            _ = cancellation.WaitHandle.WaitOne(settle);
        cancellation.ThrowIfCancellationRequested();
        capture.Stop();
        if (capture.Faults.FirstOrDefault() is { } fault)
            throw fault;
        return TrailGrouping.Group(Taken(capture.Store!), TrailGrouping.Longest);
    }

    private static IEnumerable<NetPacket> Taken(FrameStore store)
    {
        while (store.TryTake(out var frame, out var link))
            yield return PacketDecoder.Decode(frame, link);
    }
}
