namespace VethLab.Linux.Packets;

/// <summary>How to capture.</summary>
public sealed record PacketSocketOptions
{
    /// <summary>Also take frames that are for others, as long as the socket is open.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>
    /// Room for frames that wait to be received, in bytes as SO_RCVBUF counts them; without CAP_NET_ADMIN net.core.rmem_max is the limit.
    /// </summary>
    public int BufferBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes kept of each frame; the default, tcpdump's, keeps all.</summary>
    public int SnapLength { get; init; } = 262144;
}
