using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace VethLab.Linux.Packets;

/// <summary>
/// Writes frames of several interfaces as pcapng. Whole blocks only reach the file, so that it can be read at any time, after a crash as well. Not for
/// two threads at once. Dispose closes the file.
/// </summary>
public sealed class PcapngWriter : IDisposable
{
    private const int CookedHeader = 20;

    private readonly SafeFileHandle file;
    private readonly BlockBuffer buffer = new();
    private readonly List<CaptureLink> links = [];
    private long offset;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="overwrite">Whether there may be one already.</param>
    /// <param name="comment">What to say of the whole; null: nothing.</param>
    /// <exception cref="IOException">There is one already, or it cannot be written; likewise UnauthorizedAccessException.</exception>
    public PcapngWriter(string path, bool overwrite, string? comment = null)
    {
        file = File.OpenHandle(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        Path = path;
        buffer.Begin(Pcapng.Section);
        buffer.UInt32(Pcapng.ByteOrder);
        buffer.UInt16(1);
        buffer.UInt16(0);
        // The section's length is not known before its end.
        buffer.UInt64(ulong.MaxValue);
        buffer.Option(Pcapng.SectionSystem, $"Linux {Environment.OSVersion.Version}");
        buffer.Option(Pcapng.SectionApplication, $"VethLab {typeof(PcapngWriter).Assembly.GetName().Version?.ToString(3)}");
        buffer.Option(Pcapng.Comment, comment);
        buffer.EndOptions();
        buffer.End();
    }

    public string Path { get; }

    /// <summary>Bytes of the file, those included that are still to be written.</summary>
    public long Length => offset + buffer.Length;

    /// <summary>Frames written.</summary>
    public long Frames { get; private set; }

    /// <summary>Names an interface; its number is the count of those before it.</summary>
    public int Add(CaptureLink link, string? filter = null)
    {
        links.Add(link);
        buffer.Begin(Pcapng.Interface);
        buffer.UInt16(FileLinkType.Of(link));
        buffer.UInt16(0);
        buffer.UInt32((uint)link.SnapLength);
        buffer.Option(Pcapng.InterfaceName, link.ToString());
        if (link.Lab is not null)
            buffer.Option(Pcapng.InterfaceDescription, Pcapng.LabPrefix + link.Lab);
        if (link.MacAddress is { } mac)
            buffer.Option(Pcapng.InterfaceMac, mac.ToBytes());
        if (link.Speed is { } speed)
            buffer.Option(Pcapng.InterfaceSpeed, (ulong)speed);
        buffer.Option(Pcapng.InterfaceResolution, [Pcapng.Nanoseconds]);
        if (!string.IsNullOrEmpty(filter))
            buffer.Option(Pcapng.InterfaceFilter, $"\0{filter}");
        buffer.EndOptions();
        buffer.End();
        return links.Count - 1;
    }

    /// <summary>Writes a frame of an interface.</summary>
    public void Write(in FrameView frame, int link)
    {
        var cooked = links[link].LinkType == LinkType.Network ? CookedHeader : 0;
        var captured = frame.CapturedLength + cooked;
        var padding = -captured & 3;
        var length = 28 + captured + padding + 16;
        var block = buffer.Next(length);
        BinaryPrimitives.WriteUInt32LittleEndian(block, Pcapng.EnhancedPacket);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], length);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], link);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(frame.TimestampNanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)frame.TimestampNanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(block[20..], captured);
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], frame.OriginalLength + cooked);
        var data = block[28..];
        if (cooked > 0)
            WriteCookedHeader(data, frame, links[link]);
        _ = frame.CopyTo(data[cooked..]);
        data.Slice(captured, padding).Clear();
        var end = data[(captured + padding)..];
        BinaryPrimitives.WriteUInt32LittleEndian(end, Pcapng.PacketFlags | (4 << 16));
        BinaryPrimitives.WriteUInt32LittleEndian(end[4..], Pcapng.FlagsOf(frame));
        BinaryPrimitives.WriteUInt32LittleEndian(end[8..], Pcapng.EndOfOptions);
        BinaryPrimitives.WriteInt32LittleEndian(end[12..], length);
        Frames++;
        if (buffer.IsFull)
            Flush();
    }

    /// <summary>Says at the end what an interface has seen and lost.</summary>
    /// <param name="link">Its number.</param>
    /// <param name="from">When the capture began, in nanoseconds since 1970.</param>
    /// <param name="until">When it ended.</param>
    /// <param name="statistics">The kernel's counts.</param>
    public void WriteStatistics(int link, long from, long until, PacketStatistics statistics)
    {
        buffer.Begin(Pcapng.InterfaceStatistics);
        buffer.UInt32((uint)link);
        buffer.Time(until);
        buffer.TimeOption(Pcapng.StatisticsStart, from);
        buffer.TimeOption(Pcapng.StatisticsEnd, until);
        buffer.Option(Pcapng.StatisticsReceived, statistics.Received);
        buffer.Option(Pcapng.StatisticsDropped, statistics.Dropped);
        buffer.Option(Pcapng.StatisticsAccepted, statistics.Received);
        buffer.Option(Pcapng.StatisticsSystemDropped, statistics.Dropped);
        buffer.EndOptions();
        buffer.End();
    }

    /// <summary>Writes what waits. What fails half-way is taken back, so that the file ends with a whole block.</summary>
    /// <exception cref="IOException">It cannot be written, as where there is no space left.</exception>
    public void Flush()
    {
        if (buffer.Length == 0)
            return;
        try
        {
            RandomAccess.Write(file, buffer.Written, offset);
            offset += buffer.Length;
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
        finally
        {
            buffer.Clear();
        }
    }

    /// <summary>Closes the file as it is; call <see cref="Flush"/> before.</summary>
    public void Dispose() => file.Dispose();

    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(file, offset);
        }
        catch (Exception failure) when (failure is IOException or NotSupportedException)
        {
            // A pipe cannot be shortened.
        }
    }

    /// <summary>LINKTYPE_LINUX_SLL2: { be16 protocol; be16 0; be32 index; be16 hardware; u8 direction; u8 address length; u8 address[8]; }.</summary>
    private static void WriteCookedHeader(Span<byte> to, in FrameView frame, CaptureLink link)
    {
        to[..CookedHeader].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to, frame.EtherType);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], link.Index);
        BinaryPrimitives.WriteUInt16BigEndian(to[8..], link.HardwareType);
        to[10] = (byte)frame.Direction;
    }
}
