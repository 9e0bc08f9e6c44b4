using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// The older format (draft-ietf-opsawg-pcap). Header: { u32 magic; u16 major; u16 minor; u32 0; u32 0; u32 snap_length; u32 link_type; }; each packet: { u32
/// seconds; u32 fraction; u32 captured; u32 length; data }. The magic tells byte order and unit of the fraction.
/// </summary>
internal sealed class PcapReader : CaptureFileReader
{
    private const uint Microseconds = 0xa1b2c3d4, Nanoseconds = 0xa1b23c4d;
    private const int Header = 24, PacketHeader = 16;

    private readonly bool isBigEndian;
    private readonly int unit;
    private readonly ushort linkType;
    private readonly CaptureLink link;

    private PcapReader(Stream stream, bool isBigEndian, int unit) : base(stream)
    {
        this.isBigEndian = isBigEndian;
        this.unit = unit;
        Span<byte> header = stackalloc byte[Header - 4];
        if (!TryFill(header, mayEnd: false))
            throw new InvalidDataException("it ends within its header");
        // Upper bits tell of a frame check sequence.
        linkType = (ushort)UInt32(header[16..]);
        link = new CaptureLink
        {
            Name = string.Empty,
            LinkType = FileLinkType.Read(linkType),
            FileLinkType = FileLinkType.Read(linkType) == LinkType.Unknown ? linkType : null,
            SnapLength = (int)Math.Min(UInt32(header[12..]), int.MaxValue),
        };
    }

    internal static PcapReader? TryOpen(Stream stream, ReadOnlySpan<byte> magic)
    {
        var little = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        var big = BinaryPrimitives.ReadUInt32BigEndian(magic);
        return little is Microseconds or Nanoseconds ? new PcapReader(stream, false, little == Nanoseconds ? 1 : 1000)
            : big is Microseconds or Nanoseconds ? new PcapReader(stream, true, big == Nanoseconds ? 1 : 1000)
            : null;
    }

    public override bool TryRead(out CapturedFrame frame, out CaptureLink link)
    {
        (frame, link) = (null!, this.link);
        Span<byte> header = stackalloc byte[PacketHeader];
        if (!TryFill(header, mayEnd: true))
            return false;
        var captured = UInt32(header[8..]);
        if (captured > LongestBlock)
            throw new InvalidDataException($"a packet has {captured} bytes");
        var data = new byte[captured];
        if (!TryFill(data, mayEnd: false))
            return false;
        var timestamp = (UInt32(header) * 1_000_000_000L) + (UInt32(header[4..]) * (long)unit);
        frame = FileFrames.Read(linkType, 0, data, (int)Math.Min(UInt32(header[12..]), int.MaxValue), timestamp, PacketDirection.Incoming);
        return true;
    }

    private uint UInt32(ReadOnlySpan<byte> from) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(from) : BinaryPrimitives.ReadUInt32LittleEndian(from);
}
