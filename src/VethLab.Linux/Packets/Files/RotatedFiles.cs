namespace VethLab.Linux.Packets;

/// <summary>
/// Writes frames to one file, or to several, each of at most so many bytes: then they are numbered, name_00001.pcapng and so on, and of more than so many
/// the oldest goes. Each is complete in itself.
/// </summary>
public sealed class RotatedFiles : IDisposable
{
    private readonly string path;
    private readonly RotatedFilesOptions options;
    private readonly IReadOnlyList<CaptureLink> links;
    private readonly Queue<string> written = new();
    private readonly Dictionary<int, PacketStatistics> told = [];
    private PcapngWriter? writer;
    private int number;
    private long begun;

    /// <exception cref="IOException">There is such a file already, or it cannot be written; likewise UnauthorizedAccessException.</exception>
    public RotatedFiles(string path, IReadOnlyList<CaptureLink> links, RotatedFilesOptions options)
    {
        (this.path, this.links, this.options) = (path, links, options);
        Begin();
    }

    /// <summary>The file that is being written.</summary>
    public string CurrentPath => written.Last();

    /// <summary>Asked at the end of a file for what the kernel has counted of a link so far; the file says what came while it was written.</summary>
    public Func<int, PacketStatistics>? Statistics { get; set; }

    /// <exception cref="IOException">It cannot be written, as where there is no space left.</exception>
    public void Write(in FrameView frame, int link)
    {
        if (writer!.Length > options.MaximumBytes)
        {
            End();
            Begin();
        }
        writer!.Write(frame, link);
    }

    /// <exception cref="IOException">It cannot be written, as where there is no space left.</exception>
    public void Flush() => writer?.Flush();

    /// <summary>Writes the counts and closes the file.</summary>
    /// <exception cref="IOException">It cannot be written, as where there is no space left.</exception>
    public void End()
    {
        if (writer is null)
            return;
        try
        {
            var now = Interop.Libc.RealTimeNanoseconds();
            for (var i = 0; i < links.Count && Statistics is not null; i++)
                writer.WriteStatistics(i, begun, now, SinceLastFile(i, Statistics(i)));
            writer.Flush();
        }
        finally
        {
            writer.Dispose();
            writer = null;
        }
    }

    public void Dispose() => writer?.Dispose();

    private PacketStatistics SinceLastFile(int link, PacketStatistics soFar)
    {
        var before = told.GetValueOrDefault(link);
        told[link] = soFar;
        return new PacketStatistics(soFar.Received - before.Received, soFar.Dropped - before.Dropped);
    }

    private void Begin()
    {
        var next = path;
        if (options.MaximumBytes < long.MaxValue)
            next = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(path)}_{++number:00000}{Path.GetExtension(path)}");
        writer = new PcapngWriter(next, options.Overwrite, options.Comment);
        begun = Interop.Libc.RealTimeNanoseconds();
        written.Enqueue(next);
        foreach (var link in links)
            _ = writer.Add(link, options.Filter);
        writer.Flush();
        while (written.Count > options.Count)
            File.Delete(written.Dequeue());
    }
}

/// <summary>How files follow one another.</summary>
public sealed record RotatedFilesOptions
{
    /// <summary>Bytes of a file, a little more at most; no limit: one file of exactly the path's name.</summary>
    public long MaximumBytes { get; init; } = long.MaxValue;

    /// <summary>How many are kept.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>Whether files of these names may be there already.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What to say of the whole; null: nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>The filter in words, for those who read the file; null: there is none.</summary>
    public string? Filter { get; init; }
}
