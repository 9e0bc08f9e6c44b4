using System.Buffers.Binary;
using System.Text;
using VethLab.Linux.Route;

namespace VethLab.Linux.Packets;

/// <summary>Reads pcapng: its sections one after the other, each with interfaces of its own. Blocks that are not about packets are passed over.</summary>
internal sealed class PcapngReader : CaptureFileReader
{
    private sealed record Described(CaptureLink Link, ushort LinkType, FileClock Clock);

    private readonly List<Described> interfaces = [];
    private byte[] body = [];
    private bool isBigEndian;

    private PcapngReader(Stream stream) : base(stream)
    {
        Span<byte> rest = stackalloc byte[8];
        if (!TryFill(rest, mayEnd: false))
            throw new InvalidDataException("it ends within its header");
        ReadSection(rest[..4], rest[4..]);
    }

    internal static PcapngReader? TryOpen(Stream stream, ReadOnlySpan<byte> magic) =>
        BinaryPrimitives.ReadUInt32LittleEndian(magic) == Pcapng.Section ? new PcapngReader(stream) : null;

    public override bool TryRead(out CapturedFrame frame, out CaptureLink link)
    {
        (frame, link) = (null!, null!);
        while (TryReadBlock(out var type, out var block))
        {
            switch (type)
            {
                case Pcapng.Interface:
                    AddInterface(block);
                    break;
                case Pcapng.InterfaceStatistics:
                    ReadStatistics(block);
                    break;
                case Pcapng.EnhancedPacket or Pcapng.OldPacket when TryReadPacket(block, type == Pcapng.OldPacket, out frame, out link):
                case Pcapng.SimplePacket when TryReadSimplePacket(block, out frame, out link):
                    return true;
            }
        }
        return false;
    }

    private bool TryReadBlock(out uint type, out ReadOnlySpan<byte> block)
    {
        type = 0;
        block = default;
        Span<byte> start = stackalloc byte[12];
        if (!TryFill(start[..8], mayEnd: true))
            return false;
        type = UInt32(start);
        if (type == Pcapng.Section)
        {
            if (!TryFill(start[8..], mayEnd: false))
                return false;
            ReadSection(start.Slice(4, 4), start[8..]);
            return true;
        }
        var length = UInt32(start[4..]);
        if (length < 12 || length % 4 != 0 || length > LongestBlock)
            throw new InvalidDataException($"a block has {length} bytes");
        return TryReadBody((int)length - 8, out block);
    }

    /// <summary>What follows a block's type and length. Its last 4 bytes are the length again.</summary>
    private bool TryReadBody(int length, out ReadOnlySpan<byte> block)
    {
        if (body.Length < length)
            body = new byte[length];
        var whole = TryFill(body.AsSpan(0, length), mayEnd: false);
        block = body.AsSpan(0, length - 4);
        return whole;
    }

    /// <summary>{ u32 byte_order; u16 major; u16 minor; i64 length; options } behind type and length. A new section begins with no interfaces.</summary>
    private void ReadSection(ReadOnlySpan<byte> length, ReadOnlySpan<byte> byteOrder)
    {
        isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(byteOrder) == Pcapng.ByteOrder;
        var bytes = UInt32(length);
        if (UInt32(byteOrder) != Pcapng.ByteOrder || bytes < 28 || bytes % 4 != 0 || bytes > LongestBlock)
            throw new InvalidDataException("its header is damaged");
        interfaces.Clear();
        _ = TryReadBody((int)bytes - 12, out _);
    }

    /// <summary>{ u16 link_type; u16 0; u32 snap_length; options }.</summary>
    private void AddInterface(ReadOnlySpan<byte> block)
    {
        if (block.Length < 8)
            throw new InvalidDataException("an interface's block is too short");
        var linkType = UInt16(block);
        var name = string.Empty;
        string? lab = null;
        MacAddress? mac = null;
        long? speed = null;
        var clock = new FileClock();
        var options = block[8..];
        while (TryReadOption(ref options, out var code, out var value))
        {
            switch (code)
            {
                case Pcapng.InterfaceName:
                    name = Encoding.UTF8.GetString(value);
                    break;
                case Pcapng.InterfaceDescription when Encoding.UTF8.GetString(value) is var text && text.StartsWith(Pcapng.LabPrefix, StringComparison.Ordinal):
                    lab = text[Pcapng.LabPrefix.Length..];
                    break;
                case Pcapng.InterfaceMac when value.Length == 6:
                    mac = new MacAddress(value);
                    break;
                case Pcapng.InterfaceSpeed when value.Length == 8:
                    speed = (long)Math.Min(UInt64(value), long.MaxValue);
                    break;
                case Pcapng.InterfaceResolution when value.Length == 1:
                    clock = clock with { Resolution = value[0] };
                    break;
                case Pcapng.InterfaceOffset when value.Length == 8:
                    clock = clock with { OffsetSeconds = (long)UInt64(value) };
                    break;
            }
        }
        // namespace/interface, as VethLab writes it.
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        interfaces.Add(new Described(
            new CaptureLink
            {
                Name = name[(slash + 1)..],
                Namespace = slash > 0 ? name[..slash] : null,
                Index = interfaces.Count,
                LinkType = FileLinkType.Read(linkType),
                FileLinkType = FileLinkType.Read(linkType) == LinkType.Unknown ? linkType : null,
                MacAddress = mac,
                Speed = speed,
                Lab = lab,
                SnapLength = UInt32(block[4..]) is > 0 and <= int.MaxValue and var snap ? (int)snap : 262144,
            },
            linkType,
            clock));
    }

    /// <summary>
    /// { u32 interface; u32 time_high; u32 time_low; u32 captured; u32 length; data; options }; the older form begins with { u16 interface; u16 drops; }.
    /// </summary>
    private bool TryReadPacket(ReadOnlySpan<byte> block, bool isOld, out CapturedFrame frame, out CaptureLink link)
    {
        (frame, link) = (null!, null!);
        if (block.Length < 20)
            throw new InvalidDataException("a packet's block is too short");
        var index = isOld ? UInt16(block) : UInt32(block);
        var captured = UInt32(block[12..]);
        if (index >= interfaces.Count || captured > block.Length - 20)
            throw new InvalidDataException(index >= interfaces.Count ? $"a packet is of an interface {index} that is not there" : "a packet is longer than its block");
        var described = interfaces[(int)index];
        var (direction, checksumPending) = (PacketDirection.Incoming, false);
        var options = block[Math.Min(block.Length, 20 + (((int)captured + 3) & ~3))..];
        while (TryReadOption(ref options, out var code, out var value))
        {
            if (code == Pcapng.PacketFlags && value.Length == 4)
                (direction, checksumPending) = (Pcapng.DirectionOf(UInt32(value)), Pcapng.IsChecksumPending(UInt32(value)));
        }
        link = described.Link;
        var time = described.Clock.ToNanoseconds(((ulong)UInt32(block[4..]) << 32) | UInt32(block[8..]));
        frame = FileFrames.Read(described.LinkType, (int)index, block.Slice(20, (int)captured), (int)Math.Min(UInt32(block[16..]), int.MaxValue), time, direction, checksumPending);
        return true;
    }

    /// <summary>{ u32 length; data }, of the first interface, without a time.</summary>
    private bool TryReadSimplePacket(ReadOnlySpan<byte> block, out CapturedFrame frame, out CaptureLink link)
    {
        if (block.Length < 4 || interfaces.Count == 0)
            throw new InvalidDataException("a packet's block is too short, or of an interface that is not there");
        var first = interfaces[0];
        link = first.Link;
        var length = (int)Math.Min(UInt32(block), int.MaxValue);
        var captured = Math.Min(Math.Min(length, first.Link.SnapLength), block.Length - 4);
        frame = FileFrames.Read(first.LinkType, 0, block.Slice(4, captured), length, 0, PacketDirection.Incoming);
        return true;
    }

    private void ReadStatistics(ReadOnlySpan<byte> block)
    {
        if (block.Length < 12)
            return;
        ulong dropped = 0;
        var options = block[12..];
        while (TryReadOption(ref options, out var code, out var value))
        {
            // Both may tell the same.
            if (code is Pcapng.StatisticsDropped or Pcapng.StatisticsSystemDropped && value.Length == 8)
                dropped = Math.Max(dropped, UInt64(value));
        }
        Dropped += (long)Math.Min(dropped, int.MaxValue);
    }

    private bool TryReadOption(ref ReadOnlySpan<byte> options, out ushort code, out ReadOnlySpan<byte> value)
    {
        code = 0;
        value = default;
        if (options.Length < 4)
            return false;
        code = UInt16(options);
        int length = UInt16(options[2..]);
        if (code == Pcapng.EndOfOptions || length > options.Length - 4)
            return false;
        value = options.Slice(4, length);
        options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        return true;
    }

    private ushort UInt16(ReadOnlySpan<byte> from) => isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(from) : BinaryPrimitives.ReadUInt16LittleEndian(from);

    private uint UInt32(ReadOnlySpan<byte> from) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(from) : BinaryPrimitives.ReadUInt32LittleEndian(from);

    private ulong UInt64(ReadOnlySpan<byte> from) => isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(from) : BinaryPrimitives.ReadUInt64LittleEndian(from);
}
