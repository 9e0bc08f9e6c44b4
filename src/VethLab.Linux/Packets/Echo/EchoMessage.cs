using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// An answer that may belong to one of our requests: an echo reply, or an error message with (a part of) the request in it. Good until
/// the next one is received.
/// </summary>
internal readonly ref struct EchoMessage
{
    /// <summary>An echo reply and not an error.</summary>
    internal required bool IsReply { get; init; }

    internal required byte Type { get; init; }

    internal required byte Code { get; init; }

    /// <summary>Whom the request went to: a reply's source, or the destination in the packet that an error carries.</summary>
    internal required IPAddress Target { get; init; }

    /// <summary>Who sent this; null where the kernel did not tell.</summary>
    internal required IPAddress? Responder { get; init; }

    internal required ushort Sequence { get; init; }

    /// <summary>The request's payload, as far as it came back.</summary>
    internal required ReadOnlySpan<byte> Payload { get; init; }

    internal int? TimeToLive { get; init; }

    /// <summary>Bytes of a reply, ICMP header included.</summary>
    internal int Size { get; init; }

    internal int? Mtu { get; init; }

    /// <summary>When the kernel received it, in nanoseconds since 1970.</summary>
    internal required long Timestamp { get; init; }
}
