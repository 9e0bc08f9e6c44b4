using System.Net;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>A request under way, and what may become of it.</summary>
internal sealed class EchoProbe
{
    internal required IPAddress Target { get; init; }

    internal required int TargetIndex { get; init; }

    /// <summary>Its number among those to the same target, from 1.</summary>
    internal required int Sequence { get; init; }

    /// <summary>What answers are known by, together with the cookie.</summary>
    internal required ushort WireSequence { get; init; }

    /// <summary>Begins the payload; no other request of any program has the same.</summary>
    internal required byte[] Cookie { get; init; }

    /// <summary>CLOCK_REALTIME when it was sent, in nanoseconds: what the kernel's receive time stamps are compared with.</summary>
    internal long SentAt { get; set; }

    /// <summary>The run's own, steady clock when it was sent: what time-outs are counted from.</summary>
    internal TimeSpan SentAtRunTime { get; set; }

    internal bool IsDone { get; set; }

    /// <summary>Whether an answer about a request to this address, with this number and payload, is about this one.</summary>
    internal bool IsAnsweredBy(in EchoMessage message)
    {
        if (message.Sequence != WireSequence)
            return false;
        var compared = Math.Min(Cookie.Length, message.Payload.Length);
        if (!message.Payload[..compared].SequenceEqual(Cookie.AsSpan(0, compared)))
            return false;
        // Those who answer a multicast, a broadcast (not to be known as one here) or the unspecified address do so from their own.
        var hasCookie = message.Payload.Length >= Cookie.Length;
        return IsSameAddress(message.Target) || (message.IsReply && hasCookie && IsForMany);
    }

    /// <summary>It was answered.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="now">The present, by the run's own clock.</param>
    internal EchoResult Answered(in EchoMessage message, TimeSpan now)
    {
        var (status, text) = message.IsReply ? (EchoStatus.Success, "Reply") : IcmpErrors.Explain(Target.AddressFamily, message.Type, message.Code);
        return Result(status, text) with
        {
            Responder = message.Responder,
            RoundTripTime = RoundTripTime(message.Timestamp, now),
            TimeToLive = message.TimeToLive,
            Size = message.IsReply ? message.Size : null,
            Mtu = status == EchoStatus.PacketTooBig ? message.Mtu : null,
            IcmpType = message.Type,
            IcmpCode = message.Code,
        };
    }

    internal EchoResult TimedOut(TimeSpan timeout) => Result(EchoStatus.TimedOut, $"no answer within {timeout.TotalMilliseconds:0.###} ms");

    /// <summary>The own kernel did not send it.</summary>
    internal EchoResult NotSent(Errno errno) => Result(StatusOf(errno), LinuxException.Describe(errno)) with { Errno = errno };

    /// <summary>What it means that the own kernel did not send a request.</summary>
    internal static EchoStatus StatusOf(Errno errno) => errno switch
    {
        Errno.ENETUNREACH => EchoStatus.NoRoute,
        Errno.EHOSTUNREACH => EchoStatus.HostUnreachable,
        Errno.EPERM or Errno.EACCES => EchoStatus.SendRefused,
        Errno.EMSGSIZE => EchoStatus.PacketTooBig,
        _ => EchoStatus.SendFailed,
    };

    private EchoResult Result(EchoStatus status, string message) => new()
    {
        Target = Target,
        TargetIndex = TargetIndex,
        Sequence = Sequence,
        Status = status,
        SentAt = DateTimeOffset.UnixEpoch.AddTicks(SentAt / TimeSpan.NanosecondsPerTick),
        Message = message,
    };

    /// <summary>Where the wall clock was set while the packet travelled, the steady clock has to do.</summary>
    private TimeSpan RoundTripTime(long receivedAt, TimeSpan now)
    {
        var atMost = now - SentAtRunTime;
        var measured = TimeSpan.FromTicks((receivedAt - SentAt) / TimeSpan.NanosecondsPerTick);
        return measured < TimeSpan.Zero || measured > atMost ? atMost : measured;
    }

    private bool IsForMany => Target.IsIPv6Multicast || Target.Equals(IPAddress.Any) || Target.Equals(IPAddress.IPv6Any)
        || Target.Equals(IPAddress.Broadcast)
        || (Target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && Target.GetAddressBytes()[0] >> 4 == 14);

    /// <summary>The scope counts only where both have one: a packet inside an error message carries none.</summary>
    private bool IsSameAddress(IPAddress other)
    {
        if (Target.Equals(other))
            return true;
        return Target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            && other.AddressFamily == Target.AddressFamily
            && (Target.ScopeId == 0 || other.ScopeId == 0)
            && Target.GetAddressBytes().AsSpan().SequenceEqual(other.GetAddressBytes());
    }
}
