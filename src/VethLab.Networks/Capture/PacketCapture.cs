using System.Collections.Concurrent;
using System.Diagnostics;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Packets;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Capture;

/// <summary>
/// Captures on interfaces of any namespaces, in the order of time, on a thread of its own. First interfaces are added, each of which is captured on from
/// that moment; then it is started. Dispose ends it; a file is complete then.
/// </summary>
public sealed class PacketCapture : IDisposable
{
    private static readonly TimeSpan ShortBlocks = TimeSpan.FromMilliseconds(10), LongBlocks = TimeSpan.FromMilliseconds(40);
    private const int MostHelpers = 15;

    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    private readonly CaptureSettings settings;
    private readonly List<CaptureLink> links = [];
    private readonly List<PacketRing> rings = [];
    private readonly List<CaptureFilter> filters = [];
    private readonly Dictionary<LinkType, CaptureFilter> filterOf = [];
    private readonly HashSet<(ulong, int)> known = [];
    private readonly StopSignal stop = new();
    private readonly WakeSignal wake = new();
    private readonly object gate = new();
    private CaptureCounter? counter;
    private RotatedFiles? files;
    private PacketMerge? merge;
    private Thread? thread;
    private NetworkException?[] faults = [];
    private readonly List<PacketStatistics> statistics = [];
    private bool isDisposed;

    public PacketCapture(CaptureSettings settings) => this.settings = settings;

    /// <summary>The interfaces, in the order in which they were added.</summary>
    public IReadOnlyList<CaptureLink> Links => links;

    /// <summary>The packets; null where they go to a file.</summary>
    public FrameStore? Store { get; private set; }

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Why it could not go on; null: nothing went wrong.</summary>
    public NetworkException? Fault { get; private set; }

    /// <summary>Whether it still captures.</summary>
    public bool IsRunning => thread is { IsAlive: true };

    /// <summary>The file that is being written.</summary>
    public string? CurrentPath => files?.CurrentPath;

    /// <summary>Captures on an interface from now on; nothing happens where it does already.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotPermitted, FilterInvalid, FeatureMissing.</exception>
    public void Add(NamespaceSession session, string interfaceName)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        var inode = session.Handle.Inode;
        if (known.Contains((inode, link.Index)))
            return;
        var (ring, filter) = KernelErrors.Explained(
            interfaceName, () => Open(session, link.Index),
            failure => failure.Errno == Errno.EAFNOSUPPORT ? KernelFeature.PacketSockets.Missing(interfaceName, failure) : Removed(interfaceName, failure));
        _ = known.Add((inode, link.Index));
        rings.Add(ring);
        filters.Add(filter);
        statistics.Add(default);
        links.Add(new CaptureLink
        {
            Name = link.Name,
            Namespace = session.Name,
            NamespaceInode = inode,
            Index = link.Index,
            LinkType = ring.LinkType,
            HardwareType = (ushort)ring.HardwareType,
            MacAddress = ring.LinkType == LinkType.Ethernet ? link.MacAddress : null,
            Speed = ring.ReadSpeed(link.Name),
            Lab = LabMark.LabOf(link),
            IsBridgePort = link.BridgePort is not null,
            SnapLength = settings.SnapLength,
        });
    }

    /// <summary>Starts to take packets into memory, so many bytes of them at most; then the oldest make room.</summary>
    public void StartInMemory(long capacity)
    {
        Store = new FrameStore(links, capacity);
        Start(Store);
    }

    /// <summary>Starts to take packets into files.</summary>
    /// <exception cref="NetworkException">FileExists, FileNotWritable.</exception>
    public void StartToFile(string path, RotatedFilesOptions options)
    {
        files = CaptureFiles.Make(path, () => new RotatedFiles(path, links, options));
        files.Statistics = StatisticsOf;
        Start(new FileSink(files));
    }

    /// <summary>Captures nothing more, and returns when what was captured is in memory or in its file.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (isDisposed)
                return;
            stop.Set();
        }
        thread?.Join();
    }

    /// <summary>
    /// Returns when what passed before this call has been taken, some milliseconds later since the kernel hands over many packets at once; or when that
    /// does not happen within a moment.
    /// </summary>
    public void CatchUp()
    {
        var until = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        for (var started = Stopwatch.GetTimestamp(); IsRunning && merge!.SettledUntil < until && Stopwatch.GetElapsedTime(started) < Rhythm; Thread.Sleep(1))
        {
            lock (gate)
            {
                if (!isDisposed)
                    wake.Set();
            }
        }
    }

    /// <summary>How it goes.</summary>
    public IReadOnlyList<CapturedLinkCounts> Counts() =>
        [.. links.Select((link, i) => new CapturedLinkCounts($"{link}", counter?.PacketsOf(i) ?? 0, (long)StatisticsOf(i).Dropped, faults.ElementAtOrDefault(i)?.Message))];

    /// <summary>What went wrong with single interfaces.</summary>
    public IEnumerable<NetworkException> Faults => faults.OfType<NetworkException>();

    /// <summary>Packets and bytes that were captured.</summary>
    public (long Packets, long Bytes) Total => counter is null ? (0, 0) : (counter.Packets, counter.Bytes);

    public void Dispose()
    {
        Stop();
        lock (gate)
        {
            if (isDisposed)
                return;
            // The last counts are kept.
            for (var i = 0; i < rings.Count; i++)
                _ = StatisticsOf(i);
            isDisposed = true;
            merge?.Dispose();
            CloseRings();
        }
        files?.Dispose();
        stop.Dispose();
        wake.Dispose();
    }

    /// <summary>For each the kernel waits until all processors have let go of it, 20 ms or more; for several at once it waits once.</summary>
    private void CloseRings()
    {
        var left = new ConcurrentQueue<PacketRing>(rings);
        var helpers = Enumerable.Range(1, Math.Clamp(rings.Count - 1, 0, MostHelpers)).Select(_ => HomeThread.Start(Close, "VethLab capture's end")).ToList();
        Close();
        helpers.ForEach(helper => helper.Join());

        void Close()
        {
            while (left.TryDequeue(out var ring))
                ring.Dispose();
        }
    }

    private (PacketRing, CaptureFilter) Open(NamespaceSession session, int index)
    {
        // The first few interfaces have much room; of many, none is likely to need it.
        var megabytes = rings.Count < 4 ? 16 : rings.Count < 16 ? 4 : 1;
        var options = new PacketRingOptions
        {
            Promiscuous = settings.Promiscuous,
            SnapLength = settings.SnapLength,
            BufferBytes = settings.RingBytes ?? (megabytes << 20),
            BlockTimeout = rings.Count < 16 ? ShortBlocks : LongBlocks,
            // What an interface's frames begin with is known once it is open, and nothing may come in before its filter.
            FilterOf = type => FilterOf(type).Kernel,
        };
        var ring = PacketRing.Open(index, session.There, options);
        return (ring, FilterOf(ring.LinkType));
    }

    private CaptureFilter FilterOf(LinkType type) => filterOf.TryGetValue(type, out var made) ? made : filterOf[type] = new CaptureFilter(settings, type);

    private void Start(IFrameSink sink)
    {
        faults = new NetworkException?[rings.Count];
        counter = new CaptureCounter(filters, sink);
        merge = new PacketMerge(rings, stop, wake, rings.Count < 16 ? ShortBlocks : LongBlocks);
        thread = HomeThread.Start(Run, "VethLab capture");
    }

    private void Run()
    {
        try
        {
            while (!stop.IsSet && merge!.Live > 0)
            {
                _ = merge.Drain(counter!);
                counter!.Pause();
                merge.Wait(Rhythm);
                NoteFaults();
            }
            Finish();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fault = CaptureFiles.CannotWrite(files?.CurrentPath ?? string.Empty, failure);
            EndFiles();
        }
        finally
        {
            Store?.Complete();
        }
    }

    /// <summary>Takes what was captured until now.</summary>
    private void Finish()
    {
        foreach (var ring in rings)
            ring.StopCapturing();
        while (merge!.Drain(counter!, isEnd: true) > 0)
            continue;
        counter!.Pause();
        files?.End();
    }

    private void EndFiles()
    {
        try
        {
            files?.End();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // That it cannot be written is known.
        }
    }

    private void NoteFaults()
    {
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] is null && merge!.FailureOf(i) is LinuxException failure)
                faults[i] = Removed(links[i].Name, failure) ?? KernelErrors.Explain(failure, links[i].Name);
        }
    }

    private PacketStatistics StatisticsOf(int link)
    {
        lock (gate)
        {
            if (!isDisposed && link < rings.Count)
                statistics[link] = KernelErrors.Explained(links[link].Name, rings[link].ReadStatistics);
            return statistics[link];
        }
    }

    private static NetworkException? Removed(string interfaceName, LinuxException failure) => failure.Errno == Errno.ENODEV
        ? new NetworkException(
            NetworkError.InterfaceNotFound, $"'{interfaceName}' was removed while it was watched.", interfaceName,
            "Get-NetInterface lists the interfaces there are; a new one of the same name is another interface.", failure)
        : null;
}
