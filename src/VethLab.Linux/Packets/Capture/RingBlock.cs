namespace VethLab.Linux.Packets;

/// <summary>
/// A block of a ring in shared memory. struct tpacket_block_desc: { u32 version; u32 offset_to_priv; u32 status; u32 num_pkts; u32
/// offset_to_first_pkt; u32 blk_len; … }. It is the kernel's to write, or the user's to read, by its status.
/// </summary>
internal readonly unsafe struct RingBlock(byte* start)
{
    private const int StatusOffset = 8, CountOffset = 12, FirstOffset = 16;

    /// <summary>Whether it can be read.</summary>
    internal bool IsReady => (Volatile.Read(ref Status) & Interop.Libc.TP_STATUS_USER) != 0;

    /// <summary>How many frames it has; of a block that the kernel still fills, how many it has begun with.</summary>
    internal int Count => Volatile.Read(ref *(int*)(start + CountOffset));

    internal byte* First => start + *(uint*)(start + FirstOffset);

    /// <summary>Gives it back to be filled again.</summary>
    internal void Release()
    {
        // Else it would seem to have frames until the kernel opens it.
        *(int*)(start + CountOffset) = 0;
        Volatile.Write(ref Status, Interop.Libc.TP_STATUS_KERNEL);
    }

    private ref uint Status => ref *(uint*)(start + StatusOffset);
}
