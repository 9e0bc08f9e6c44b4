using System.Buffers.Binary;
using System.Net;
using System.Text;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>
/// One attribute of a message: its type without the flag bits, and its payload. The readers check lengths and throw
/// <see cref="InvalidDataException"/> on an attribute that is shorter than its type needs.
/// </summary>
internal readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> payload)
{
    internal int Type { get; } = type & NLA_TYPE_MASK;

    internal ReadOnlySpan<byte> Payload { get; } = payload;

    internal NetlinkAttributes Nested => new(Payload);

    internal byte AsByte() => Need(1)[0];

    internal ushort AsUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Need(2));

    internal ushort AsUInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Need(2));

    internal uint AsUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Need(4));

    internal int AsInt32() => BinaryPrimitives.ReadInt32LittleEndian(Need(4));

    internal uint AsUInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Need(4));

    internal ulong AsUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Need(8));

    internal ulong AsUInt64BigEndian() => BinaryPrimitives.ReadUInt64BigEndian(Need(8));

    /// <summary>The bytes of a text, up to the first NUL.</summary>
    internal ReadOnlySpan<byte> Text => Payload.IndexOf((byte)0) is >= 0 and var end ? Payload[..end] : Payload;

    /// <summary>Text up to the first NUL.</summary>
    internal string AsString() => Encoding.UTF8.GetString(Text);

    /// <summary>An IPv4 or IPv6 address by the payload's length, 4 or 16 bytes.</summary>
    internal IPAddress AsAddress() => Payload.Length is 4 or 16
        ? new IPAddress(Payload)
        : throw new InvalidDataException($"attribute {Type}: an address of {Payload.Length} bytes");

    private ReadOnlySpan<byte> Need(int length) => Payload.Length >= length
        ? Payload
        : throw new InvalidDataException($"attribute {Type}: {Payload.Length} bytes where {length} are needed");
}
