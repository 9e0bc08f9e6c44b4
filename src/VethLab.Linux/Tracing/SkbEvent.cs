namespace VethLab.Linux.Tracing;

/// <summary>What happened to a packet in the kernel.</summary>
public enum SkbEventKind
{
    /// <summary>It is handed to an interface (net:net_dev_queue).</summary>
    Sent,

    /// <summary>It has come in by an interface (net:netif_receive_skb).</summary>
    Received,

    /// <summary>It was dropped (skb:kfree_skb).</summary>
    Dropped,
}

/// <summary>A tracepoint's word about a packet. Immutable.</summary>
public sealed record SkbEvent
{
    public required SkbEventKind Kind { get; init; }

    /// <summary>Nanoseconds since 1970, to a microsecond: the clock of captures.</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>The packet's buffer, by its address as the kernel discloses it: the same for as long as it is not freed.</summary>
    public required string Address { get; init; }

    /// <summary>The interface; null with a drop. Namespaces are not told.</summary>
    public string? Interface { get; init; }

    /// <summary>Bytes: with the link header when it is sent, without when it is received; 0 with a drop.</summary>
    public int Length { get; init; }

    /// <summary>The kernel's word for why (enum skb_drop_reason); NOT_SPECIFIED also where it has none (before Linux 5.17).</summary>
    public string Reason { get; init; } = "NOT_SPECIFIED";

    /// <summary>The kernel function that dropped it.</summary>
    public string Location { get; init; } = string.Empty;

    /// <summary>The thread that it happened on, as numbered outside all PID namespaces.</summary>
    public int Thread { get; init; }

    /// <summary>The thread was only interrupted for it.</summary>
    public bool IsInterrupt { get; init; }
}
