namespace VethLab.Linux.Packets;

/// <summary>One frame as the kernel handed it over. Immutable; nobody changes the bytes.</summary>
public sealed record CapturedFrame
{
    /// <summary>When the kernel saw it, in nanoseconds since 1970 (SO_TIMESTAMPNS).</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>The same as a date, to 100 ns.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(TimestampNanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>The interface it was seen on.</summary>
    public required int InterfaceIndex { get; init; }

    public required PacketDirection Direction { get; init; }

    public required LinkType LinkType { get; init; }

    /// <summary>What the frame carries as the kernel says (sll_protocol): all there is to go by without an Ethernet header.</summary>
    public required ushort EtherType { get; init; }

    /// <summary>The frame, as far as the snap length reached; a VLAN tag that the kernel had set aside is back in its place.</summary>
    public required byte[] Data { get; init; }

    /// <summary>Bytes that the frame had.</summary>
    public required int OriginalLength { get; init; }

    /// <summary>
    /// The transport checksum is not filled in yet (TP_STATUS_CSUMNOTREADY): an offload would do it, so a wrong one means nothing.
    /// </summary>
    public bool ChecksumPending { get; init; }
}
