namespace VethLab.Linux.Packets;

/// <summary>
/// Reads a file of packets, pcap or pcapng, of either byte order, with micro- or nanoseconds, whoever wrote it; compressed by gzip as well. Nothing in a file
/// can make it read beyond the file or keep more than one block in memory. Not for two threads at once. Dispose closes the file.
/// </summary>
public abstract class CaptureFileReader : IDisposable
{
    /// <summary>A block longer than this is taken for damage.</summary>
    private protected const int LongestBlock = 64 << 20;

    private readonly Stream stream;

    private protected CaptureFileReader(Stream stream) => this.stream = stream;

    /// <summary>Opens a file and reads its beginning.</summary>
    /// <exception cref="InvalidDataException">It is no file of packets.</exception>
    /// <exception cref="IOException">It cannot be read; likewise UnauthorizedAccessException.</exception>
    public static CaptureFileReader Open(string path)
    {
        var stream = CaptureFileStream.Open(path);
        try
        {
            Span<byte> magic = stackalloc byte[4];
            var read = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
            if (read < 4)
                throw new InvalidDataException(read == 0 ? "it is empty" : "it is too short");
            return (CaptureFileReader?)PcapReader.TryOpen(stream, magic) ?? PcapngReader.TryOpen(stream, magic) ?? throw new InvalidDataException($"it begins with {Convert.ToHexString(magic)}, as neither pcap nor pcapng does");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The file ends in the middle of a block, as where its writer was killed. Known at the end.</summary>
    public bool IsCut { get; private protected set; }

    /// <summary>Packets that the file says were lost. Known at the end.</summary>
    public long Dropped { get; private protected set; }

    /// <summary>The next frame and its interface; false: that was the last.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; there is no way to go on.</exception>
    public abstract bool TryRead(out CapturedFrame frame, out CaptureLink link);

    public void Dispose()
    {
        stream.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills a buffer; false: the file ends before, and <see cref="IsCut"/> says whether in the middle of something.</summary>
    private protected bool TryFill(Span<byte> buffer, bool mayEnd)
    {
        var read = 0;
        try
        {
            read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            // gzip, cut.
        }
        IsCut |= read < buffer.Length && !(mayEnd && read == 0);
        return read == buffer.Length;
    }
}
