using System.Buffers.Binary;
using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>Blocks on their way into a file: whole ones are written, many at once. Native byte order, which is little-endian.</summary>
internal sealed class BlockBuffer
{
    private const int Room = 1 << 20;

    private byte[] bytes = new byte[Room];
    private int blockStart;

    /// <summary>Bytes that wait to be written.</summary>
    internal int Length { get; private set; }

    /// <summary>The blocks.</summary>
    internal ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    internal bool IsFull => Length >= Room - (1 << 17);

    internal void Clear() => Length = 0;

    internal void Begin(uint type)
    {
        blockStart = Length;
        UInt32(type);
        UInt32(0);
    }

    internal void End()
    {
        var length = Length - blockStart + 4;
        UInt32((uint)length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(blockStart + 4), length);
    }

    internal void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

    internal void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

    internal void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Next(8), value);

    /// <summary>A time, its higher half first.</summary>
    internal void Time(long nanoseconds)
    {
        UInt32((uint)(nanoseconds >> 32));
        UInt32((uint)nanoseconds);
    }

    internal void Option(ushort code, ReadOnlySpan<byte> value)
    {
        UInt16(code);
        UInt16(checked((ushort)value.Length));
        value.CopyTo(Next(value.Length));
        Pad(value.Length);
    }

    internal void Option(ushort code, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var encoded = Encoding.UTF8.GetBytes(text);
        Option(code, encoded.AsSpan(0, Math.Min(encoded.Length, ushort.MaxValue)));
    }

    internal void Option(ushort code, ulong value)
    {
        UInt16(code);
        UInt16(8);
        UInt64(value);
    }

    internal void TimeOption(ushort code, long nanoseconds)
    {
        UInt16(code);
        UInt16(8);
        Time(nanoseconds);
    }

    internal void EndOptions() => UInt32(Pcapng.EndOfOptions);

    internal void Pad(int length) => Next(-length & 3).Clear();

    /// <summary>Room for so many bytes, which the caller writes all.</summary>
    internal Span<byte> Next(int count)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        var room = bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
