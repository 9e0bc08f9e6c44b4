using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>What a probe's socket learned. Immutable.</summary>
public sealed record ProbeAnswer
{
    /// <summary>A reset is <see cref="EchoStatus.PortUnreachable"/> without <see cref="IcmpType"/>.</summary>
    public required EchoStatus Status { get; init; }

    /// <summary>The same in words: "Destination Host Unreachable", "Connection refused".</summary>
    public required string Message { get; init; }

    /// <summary>Who told; null: nobody but the own kernel.</summary>
    public IPAddress? Responder { get; init; }

    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>With <see cref="EchoStatus.PacketTooBig"/>, what the next link takes, in bytes; null where nobody said.</summary>
    public int? Mtu { get; init; }

    /// <summary>ICMP type of the error that it was; null: it was none.</summary>
    public byte? IcmpType { get; init; }

    /// <summary>ICMP code of the error that it was; null: it was none.</summary>
    public byte? IcmpCode { get; init; }

    /// <summary>Why the own kernel did not send it; <see cref="Errno.None"/> where it did.</summary>
    public Errno Errno { get; init; }

    /// <summary>Which of several sendings it answers, from 1; 0: not known.</summary>
    public int Sending { get; init; }

    internal static ProbeAnswer NotSent(Errno errno) => new() { Status = EchoProbe.StatusOf(errno), Message = LinuxException.Describe(errno), Errno = errno };
}
