using VethLab.Linux.Packets;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Capture;

/// <summary>
/// The captures in the background of this process. One that is stopped stays until its packets have been received, or until it is stopped once more; one
/// to a file goes at once. When the process ends, files are completed.
/// </summary>
public static class CaptureRegistry
{
    private sealed record Entry(PacketCapture Capture, string? Filter);

    private static readonly object Gate = new();
    private static readonly SortedDictionary<int, Entry> Entries = [];
    private static int last;

    static CaptureRegistry() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();

    /// <summary>Keeps a capture that was started, and gives it a number.</summary>
    public static NetCapture Add(PacketCapture capture, string? filter)
    {
        lock (Gate)
        {
            Entries.Add(++last, new Entry(capture, filter));
            return Read(last);
        }
    }

    /// <summary>All captures, with what passed before this call.</summary>
    public static IReadOnlyList<NetCapture> List()
    {
        Entry[] entries;
        lock (Gate)
            entries = [.. Entries.Values];
        foreach (var entry in entries)
            entry.Capture.CatchUp();
        lock (Gate)
            return [.. Entries.Keys.Select(Read)];
    }

    /// <summary>A capture, with what passed before this call.</summary>
    /// <exception cref="NetworkException">CaptureNotFound.</exception>
    public static NetCapture Find(int id)
    {
        Need(id).Capture.CatchUp();
        lock (Gate)
            return Entries.ContainsKey(id) ? Read(id) : throw NotFound(id);
    }

    /// <summary>The packets of a capture in memory, among them those that passed before this call.</summary>
    /// <exception cref="NetworkException">CaptureNotFound; InvalidValue: they are in a file.</exception>
    public static FrameStore PacketsOf(int id)
    {
        var capture = Need(id).Capture;
        if (capture.Store is not { } store)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The packets of capture {id} are in {capture.CurrentPath}, not in memory.", id, "Import-NetCapture reads them from there.");
        }
        capture.CatchUp();
        return store;
    }

    /// <summary>Ends a capture and returns what it came to. Of one that has ended, the packets are let go.</summary>
    /// <exception cref="NetworkException">CaptureNotFound.</exception>
    public static NetCapture Stop(int id)
    {
        var entry = Need(id);
        var hadEnded = !entry.Capture.IsRunning;
        entry.Capture.Dispose();
        lock (Gate)
        {
            var result = Entries.ContainsKey(id) ? Read(id) : throw NotFound(id);
            if (hadEnded || entry.Capture.Store is null or { IsDrained: true })
                _ = Entries.Remove(id);
            return result;
        }
    }

    /// <summary>Forgets a capture that has ended and whose packets have all been received.</summary>
    public static void ForgetDrained(int id)
    {
        lock (Gate)
        {
            if (Entries.TryGetValue(id, out var entry) && entry.Capture.Store is { IsDrained: true })
            {
                entry.Capture.Dispose();
                _ = Entries.Remove(id);
            }
        }
    }

    private static Entry Need(int id)
    {
        lock (Gate)
            return Entries.GetValueOrDefault(id) ?? throw NotFound(id);
    }

    private static NetCapture Read(int id)
    {
        var (capture, filter) = Entries[id];
        var counts = capture.Counts();
        var (packets, bytes) = capture.Total;
        return new NetCapture
        {
            Id = id,
            State = capture.Fault is not null ? CaptureState.Failed : capture.IsRunning ? CaptureState.Running : CaptureState.Stopped,
            Interfaces = capture.Links.Select(link => $"{link}").ToSnapshotList(),
            Packets = packets,
            Bytes = bytes,
            Dropped = counts.Sum(link => link.Dropped),
            Discarded = capture.Store?.Discarded ?? 0,
            Waiting = capture.Store?.Waiting ?? 0,
            Path = capture.CurrentPath,
            Filter = filter,
            StartedAt = capture.StartedAt,
            Fault = capture.Fault?.Message,
            Links = counts.ToSnapshotList(),
        };
    }

    private static NetworkException NotFound(int id) => new(
        NetworkError.CaptureNotFound, $"There is no capture {id} in this process.", id, "Get-NetCapture lists those there are; a capture ends with the process that started it.");

    private static void EndAll()
    {
        lock (Gate)
        {
            foreach (var (capture, _) in Entries.Values)
                capture.Dispose();
        }
    }
}
