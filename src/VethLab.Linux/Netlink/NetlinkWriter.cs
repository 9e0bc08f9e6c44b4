using System.Buffers.Binary;
using System.Net;
using System.Text;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>
/// Writes one netlink message: header, fixed part, attributes (netlink(7), RFC 3549 section 2.3). Keeps offsets, never spans,
/// so that its buffer can grow; padding is zeroed. Reusable after <see cref="Reset"/>.
/// </summary>
internal sealed class NetlinkWriter
{
    private byte[] buffer = new byte[256];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    internal void Reset() => Length = 0;

    /// <summary>Room for a fixed part, zeroed and padded to four bytes. Valid until the next write.</summary>
    internal Span<byte> Append(int length)
    {
        var start = Length;
        var end = checked(start + Align(length));
        if (end > buffer.Length)
            Array.Resize(ref buffer, Math.Max(end, buffer.Length * 2));
        buffer.AsSpan(start, end - start).Clear();
        Length = end;
        return buffer.AsSpan(start, length);
    }

    /// <summary>struct nlattr { u16 length; u16 type; } and its payload, which the caller fills in.</summary>
    private Span<byte> Attribute(int type, int payloadLength)
    {
        var length = checked((ushort)(NLA_HDRLEN + payloadLength));
        var span = Append(length);
        BinaryPrimitives.WriteUInt16LittleEndian(span, length);
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], checked((ushort)type));
        return span[NLA_HDRLEN..];
    }

    internal void PutFlag(int type) => Attribute(type, 0);

    internal void PutBytes(int type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    internal void PutByte(int type, byte value) => Attribute(type, 1)[0] = value;

    internal void PutUInt16(int type, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Attribute(type, 2), value);

    internal void PutUInt16BigEndian(int type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, 2), value);

    internal void PutUInt32(int type, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Attribute(type, 4), value);

    internal void PutInt32(int type, int value) => BinaryPrimitives.WriteInt32LittleEndian(Attribute(type, 4), value);

    internal void PutUInt32BigEndian(int type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, 4), value);

    internal void PutUInt64BigEndian(int type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Attribute(type, 8), value);

    /// <summary>A string with its final NUL, in UTF-8.</summary>
    internal void PutString(int type, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Attribute(type, length + 1));
    }

    /// <summary>A text without a NUL behind it, in UTF-8.</summary>
    internal void PutText(int type, string value) => Encoding.UTF8.GetBytes(value, Attribute(type, Encoding.UTF8.GetByteCount(value)));

    /// <summary>4 or 16 bytes in network order.</summary>
    internal void PutAddress(int type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var written);
        PutBytes(type, bytes[..written]);
    }

    /// <summary>Opens a nested attribute; disposing the result closes it and writes its length.</summary>
    internal Nested BeginNested(int type)
    {
        var start = Length;
        Attribute(type | NLA_F_NESTED, 0);
        return new Nested(this, start);
    }

    /// <summary>Writes the length of something that began at an offset, as it is known now: a nested attribute, or an element that begins with its length as those do.</summary>
    internal void CloseElement(int start) =>
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(start), checked((ushort)(Length - start)));

    /// <summary>
    /// struct nlmsghdr { u32 length; u16 type; u16 flags; u32 sequence; u32 port; }. Returns the offset for
    /// <see cref="EndMessage"/>.
    /// </summary>
    internal int BeginMessage(ushort type, ushort flags)
    {
        var start = Length;
        var header = Append(NLMSG_HDRLEN);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], flags);
        return start;
    }

    /// <summary>Adds flags to those that a message began with.</summary>
    internal void AddFlags(int start, ushort flags)
    {
        var field = buffer.AsSpan(start + 6);
        BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(field) | flags));
    }

    /// <summary>Takes flags away from those that a message began with.</summary>
    internal void RemoveFlags(int start, ushort flags)
    {
        var field = buffer.AsSpan(start + 6);
        BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(field) & ~flags));
    }

    internal void EndMessage(int start, uint sequence)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(start), Length - start);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(start + 8), sequence);
    }

    internal readonly ref struct Nested(NetlinkWriter writer, int start)
    {
        public void Dispose() => writer.CloseElement(start);
    }
}
