using VethLab.Linux.Packets;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Reachability;

/// <summary>What became of one echo request. A lost one is a result like any other.</summary>
public sealed record PingResult : NetObject
{
    /// <summary>The same as <see cref="Destination"/>.</summary>
    public string Name => Destination;

    /// <summary>The target's address.</summary>
    public required string Destination { get; init; }

    /// <summary>From 1.</summary>
    public int Sequence { get; init; }

    public EchoStatus Status { get; init; }

    public bool IsSuccess => Status == EchoStatus.Success;

    /// <summary>Who answered: the target, a router, or the own address for a neighbour that does not answer. Null: nobody.</summary>
    public string? Responder { get; init; }

    /// <summary>Milliseconds until the answer; null where there was none.</summary>
    public double? RoundTripTime { get; init; }

    /// <summary>The answer's time to live, or hop limit.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Bytes of the answer with its ICMP header.</summary>
    public int? Size { get; init; }

    public DateTimeOffset SentAt { get; init; }

    /// <summary>The status in words, as ping(8) or the kernel says it.</summary>
    public required string Message { get; init; }

    public override string ToString() => $"{Destination}: {Message}";

    internal static PingResult From(EchoResult result, NamespaceSession session) => new()
    {
        Destination = result.Target.ToString(),
        Sequence = result.Sequence,
        Status = result.Status,
        Responder = result.Responder?.ToString(),
        RoundTripTime = result.RoundTripTime?.TotalMilliseconds,
        TimeToLive = result.TimeToLive,
        Size = result.Size,
        SentAt = result.SentAt,
        Message = result.Message,
        Namespace = session.Name,
        NamespaceId = session.Identity,
    };
}
