namespace VethLab.Linux.Packets;

/// <summary>How to capture.</summary>
public sealed record PacketRingOptions
{
    /// <summary>Also take frames that are for others, as long as the ring is open.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>
    /// Room for frames that wait to be read, in bytes, 512 KiB at least. The kernel gives less where it has not so much.
    /// </summary>
    public int BufferBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes kept of each frame; the default, tcpdump's, keeps all.</summary>
    public int SnapLength { get; init; } = 262144;

    /// <summary>
    /// The filter for what the interface's frames begin with: what the kernel lets through, by the length that it returns; null: all. It is in force
    /// before the first frame.
    /// </summary>
    public Func<LinkType, BpfProgram>? FilterOf { get; init; }

    /// <summary>After how long frames are handed over that do not fill a block.</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMilliseconds(10);
}
