using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// Where in the bytes things are that are made into objects only when somebody asks, since a capture makes a million packets a second and
/// few are looked at. Offsets of 0 stand for none.
/// </summary>
public sealed partial record NetPacket
{
    private int sourceOffset;
    private int destinationOffset;
    private int addressLength;
    private int neighborOffset;
    private int redirectOffset;

    internal bool HasEthernet { get; set; }

    internal bool IsArp => ArpOffset >= 0;

    internal int ArpOffset { get; set; } = -1;

    internal Layer TcpOptionBytes { get; set; }

    /// <summary>What the innermost header that was read carries; empty for what was not read so far.</summary>
    internal Layer Payload { get; set; }

    internal ReadOnlySpan<byte> PayloadBytes => Data.AsSpan(Payload.Offset, Payload.Captured);

    /// <summary>Where the network header begins, after Ethernet's and VLAN tags.</summary>
    internal int NetworkOffset { get; set; }

    internal Layer InnerLayer { get; set; }

    /// <summary>What the inner layer begins with; null without inner packet.</summary>
    internal ushort? InnerEtherType { get; set; }

    internal bool IsIPv4 => addressLength == 4 && !IsArp;

    internal ReadOnlySpan<byte> SourceAddressBytes => Data.AsSpan(sourceOffset, addressLength);

    internal ReadOnlySpan<byte> DestinationAddressBytes => Data.AsSpan(destinationOffset, addressLength);

    internal void SetAddresses(int source, int destination, int length) =>
        (sourceOffset, destinationOffset, addressLength) = (source, destination, length);

    internal void SetNeighborTarget(int offset) => neighborOffset = offset;

    internal void SetRedirectTarget(int offset) => redirectOffset = offset;

    private IPAddress? Address(int offset, int length) => offset > 0 ? new IPAddress(Data.AsSpan(offset, length)) : null;

    /// <summary>The same bytes, seen at the same place and time: all else follows from them.</summary>
    public bool Equals(NetPacket? other) => ReferenceEquals(this, other)
        || (other is not null && TimestampNanoseconds == other.TimestampNanoseconds && Interface == other.Interface
            && Namespace == other.Namespace && Direction == other.Direction && LinkType == other.LinkType && FrameEtherType == other.FrameEtherType
            && Length == other.Length && ChecksumPending == other.ChecksumPending && Data.AsSpan().SequenceEqual(other.Data));

    public override int GetHashCode() => HashCode.Combine(TimestampNanoseconds, Interface, Namespace, Length);
}
