using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>How to ping. The defaults are those of ping(8), except that one request is sent and the wait is 4 s.</summary>
public sealed record EchoOptions
{
    /// <summary>The greatest payload that fits an IPv4 packet: 65535 bytes less its header and ICMP's.</summary>
    public const int MaximumPayloadSize = 65507;

    /// <summary>Requests per target, at least 1; their sequence numbers start at 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>From one request to a target to the next; zero: as fast as pacing allows (400 requests per second in all).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait for an answer to each request. The kernel takes about 3 s to find out that nobody answers its ARP, so with
    /// less than that such a target is <see cref="EchoStatus.TimedOut"/> instead of <see cref="EchoStatus.HostUnreachable"/>.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Bytes after the ICMP header. With fewer than 8 a late answer to another program's request is harder to tell apart.
    /// </summary>
    public int PayloadSize { get; init; } = 56;

    /// <summary>Time to live or hop limit, 1 to 255; null: what the namespace uses (normally 64).</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Never fragment, here or on the way; a request that is too big is <see cref="EchoStatus.PacketTooBig"/>.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Own address to send from; null: the kernel chooses. Targets must then be of its family.</summary>
    public IPAddress? Source { get; init; }

    internal void Validate(IReadOnlyList<IPAddress> targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1, nameof(Count));
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.Zero, nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(PayloadSize, nameof(PayloadSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PayloadSize, MaximumPayloadSize, nameof(PayloadSize));
        if (TimeToLive is { } ttl)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(ttl, 1, nameof(TimeToLive));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(ttl, 255, nameof(TimeToLive));
        }
        foreach (var target in targets)
        {
            if (Source is not null && target.AddressFamily != Source.AddressFamily)
                throw new ArgumentException($"{target} cannot be reached from {Source}: they are of different families", nameof(targets));
        }
    }
}
