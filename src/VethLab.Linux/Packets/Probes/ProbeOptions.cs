using System.Net;
using System.Net.Sockets;

namespace VethLab.Linux.Packets;

/// <summary>What a probe sends, and to whom.</summary>
public sealed record ProbeOptions
{
    public required ProbeKind Kind { get; init; }

    /// <summary>A link-local address with its scope.</summary>
    public required IPAddress Destination { get; init; }

    /// <summary>The destination port of TCP and UDP.</summary>
    public ushort Port { get; init; }

    /// <summary>Own address to send from; null: the kernel chooses.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Bytes of the whole IP packet; null: a small one. A SYN is as long as it is.</summary>
    public int? PacketSize { get; init; }

    /// <summary>It may not be fragmented, neither here nor on the way.</summary>
    public bool DontFragment { get; init; }

    internal bool IsV6 => Destination.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Bytes behind the header of ICMP or UDP, which are both of 8.</summary>
    internal int PayloadSize(int least) => PacketSize is { } size ? Math.Clamp(size - (IsV6 ? 48 : 28), least, EchoOptions.MaximumPayloadSize) : Math.Max(least, 32);
}
