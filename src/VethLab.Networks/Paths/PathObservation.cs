using System.Net;
using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>What one probe, and its answer, were seen to do.</summary>
public sealed record PathObservation
{
    public required PathAnswer Answer { get; init; }

    /// <summary>Who answered, or told that it cannot be; null: nobody.</summary>
    public IPAddress? Responder { get; init; }

    /// <summary>The answer in words: "Destination Host Unreachable", "connection reset".</summary>
    public required string Message { get; init; }

    /// <summary>Milliseconds until the answer; null where there was none.</summary>
    public double? RoundTripTime { get; init; }

    /// <summary>With <see cref="PathAnswer.TooBig"/>, the bytes that the responder's next link takes; null where it did not say.</summary>
    public int? Mtu { get; init; }

    /// <summary>The probe's trail over all places where it was captured; null where it was seen nowhere.</summary>
    public PacketTrail? Request { get; init; }

    /// <summary>
    /// The trail of what <see cref="Answer"/> goes by: echo reply, SYN+ACK, reset, datagram, or the ICMP error that told; null where it was seen nowhere.
    /// </summary>
    public PacketTrail? Reply { get; init; }

    /// <summary>
    /// All else that was captured meanwhile and has to do with it: ARP and neighbour discovery about addresses on the way, further ICMP errors,
    /// retransmissions, what ends a connection.
    /// </summary>
    public IReadOnlyList<PacketTrail> Others { get; init; } = [];

    /// <summary>What the nf_tables rules that fit did to the probe and its answer, in order; empty where there are none, or it was not traced.</summary>
    public IReadOnlyList<PathTraceStep> Trace { get; init; } = [];

    /// <summary>Where the kernel dropped packets meanwhile: ours first, then kinds of others; empty where there were none, or tracefs could not be used.</summary>
    public IReadOnlyList<PathDrop> Drops { get; init; } = [];

    /// <summary>What could not be looked at, and why: no tracefs, no permission to capture in a namespace.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}
