using System.Net;

namespace VethLab.Networks.Paths;

/// <summary>Which packets are asked about. The namespace they come from is told beside it.</summary>
public sealed record PathQuestion
{
    public required IPAddress Destination { get; init; }

    public PathProtocol Protocol { get; init; }

    /// <summary>The destination port; needed with TCP and UDP.</summary>
    public ushort? Port { get; init; }

    /// <summary>Own address to send from; null: the one that the kernel's route lookup gives.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Bytes of the whole IP packet; null: a small one. With ICMP and UDP only.</summary>
    public int? PacketSize { get; init; }

    /// <summary>Packets may not be fragmented (IPv4's DF; always so in IPv6's routers).</summary>
    public bool DontFragment { get; init; }

    /// <summary>How long to wait for the answer to a probe.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether nf_tables is asked to tell what its rules do to the probe.</summary>
    public PathTracing Tracing { get; init; }

    /// <summary>
    /// Whether the kernel's drops are looked at (skb:kfree_skb): an instance of tracefs is made for as long as the probe is under way. It sees the whole
    /// machine; needs root.
    /// </summary>
    public bool WatchDrops { get; init; } = true;
}
