using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>What became of one echo request. Immutable.</summary>
public sealed record EchoResult
{
    /// <summary>Whom it was sent to.</summary>
    public required IPAddress Target { get; init; }

    /// <summary>The target's place in the list that was given, from 0: tells equal targets apart.</summary>
    public required int TargetIndex { get; init; }

    /// <summary>The request's number for this target, from 1 (on the wire its lower 16 bits).</summary>
    public required int Sequence { get; init; }

    public required EchoStatus Status { get; init; }

    /// <summary>When the request was handed to the kernel.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Who answered: the target, a router, or, for a neighbour that does not answer, the own address. Null: nobody.</summary>
    public IPAddress? Responder { get; init; }

    /// <summary>From just before sending until the kernel received the answer; null where there was none.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>The answer's time to live or hop limit as it arrived; null where there was no answer or the kernel did not tell.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Bytes of the echo reply, ICMP header included: what ping(8) calls "64 bytes from". Null for other answers.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// With <see cref="EchoStatus.PacketTooBig"/>, what the responder's next link takes, in bytes; null where it did not say.
    /// </summary>
    public int? Mtu { get; init; }

    /// <summary>ICMP type of the answer; null where there was none.</summary>
    public byte? IcmpType { get; init; }

    /// <summary>ICMP code of the answer; null where there was none.</summary>
    public byte? IcmpCode { get; init; }

    /// <summary>Why the own kernel did not send it; <see cref="Errno.None"/> where it did.</summary>
    public Errno Errno { get; init; }

    /// <summary>The status in words, as ping(8) or the kernel says it: "Destination Host Unreachable".</summary>
    public required string Message { get; init; }
}
