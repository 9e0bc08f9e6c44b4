using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>A request under way.</summary>
internal sealed class EchoProbe
{
    internal required IPAddress Target { get; init; }

    internal required int TargetIndex { get; init; }

    /// <summary>From 1; the wire has the lower 16 bits.</summary>
    internal required int Sequence { get; init; }

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
        if (message.Sequence != (ushort)Sequence)
            return false;
        var compared = Math.Min(Cookie.Length, message.Payload.Length);
        if (!message.Payload[..compared].SequenceEqual(Cookie.AsSpan(0, compared)))
            return false;
        // Those who answer a multicast, a broadcast (not to be known as one here) or the unspecified address do so from their own.
        var hasCookie = message.Payload.Length >= Cookie.Length;
        return IsSameAddress(message.Target) || (message.IsReply && hasCookie && IsForMany);
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
