using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// The shape of a ring: blocks that the kernel fills with frames one behind the other, and hands over whole. A frame longer than a block is cut.
/// </summary>
/// <param name="BlockSize">Bytes of a block, a multiple of the page size.</param>
/// <param name="BlockCount">How many there are.</param>
internal readonly record struct RingGeometry(int BlockSize, int BlockCount)
{
    /// <summary>struct tpacket_req3 { u32 block_size; u32 block_nr; u32 frame_size; u32 frame_nr; u32 retire_blk_tov; u32 sizeof_priv; u32 feature; }.</summary>
    internal const int RequestLength = 28;

    /// <summary>Means nothing in version 3, but the kernel wants it to fit.</summary>
    private const int FrameSize = 2048;

    /// <summary>
    /// Room for any frame without BIG TCP, which is off by default. Many blocks are better than large ones: where little comes, each lasts only for
    /// its timeout, so all of them together say how long the reader may be kept from reading.
    /// </summary>
    private const int Block = 128 * 1024, LeastCount = 4;

    internal int Length => BlockSize * BlockCount;

    /// <summary>The shape for so many bytes.</summary>
    internal static RingGeometry For(int bytes) => new(Block, Math.Max(bytes / Block, LeastCount));

    /// <summary>Half as much; null: that would be too little.</summary>
    internal RingGeometry? Halve() => BlockCount / 2 >= LeastCount ? this with { BlockCount = BlockCount / 2 } : null;

    internal void WriteRequest(Span<byte> request, TimeSpan blockTimeout)
    {
        request[..RequestLength].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, BlockSize);
        BinaryPrimitives.WriteInt32LittleEndian(request[4..], BlockCount);
        BinaryPrimitives.WriteInt32LittleEndian(request[8..], FrameSize);
        BinaryPrimitives.WriteInt32LittleEndian(request[12..], BlockSize / FrameSize * BlockCount);
        BinaryPrimitives.WriteInt32LittleEndian(request[16..], Math.Max(1, (int)blockTimeout.TotalMilliseconds));
    }
}
