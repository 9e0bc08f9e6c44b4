using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// A frame where it lies, without a copy: good until whoever showed it goes on to the next one. A VLAN tag that the kernel has taken off the frame
/// is beside it and belongs behind the addresses.
/// </summary>
public readonly ref struct FrameView
{
    /// <summary>Bytes of a VLAN tag, and where in an Ethernet header it belongs.</summary>
    internal const int TagLength = 4, TagOffset = 12;

    /// <summary>A frame that was captured before; its tags are in their places.</summary>
    public FrameView(CapturedFrame frame)
    {
        TimestampNanoseconds = frame.TimestampNanoseconds;
        Direction = frame.Direction;
        EtherType = frame.EtherType;
        Bytes = frame.Data;
        UntaggedLength = frame.OriginalLength;
        ChecksumPending = frame.ChecksumPending;
    }

    internal FrameView(ReadOnlySpan<byte> bytes, int length)
    {
        Bytes = bytes;
        UntaggedLength = length;
    }

    /// <summary>When the kernel saw it, in nanoseconds since 1970.</summary>
    public long TimestampNanoseconds { get; init; }

    public PacketDirection Direction { get; init; }

    /// <summary>What it carries as the kernel says.</summary>
    public ushort EtherType { get; init; }

    /// <summary>As far as it was captured, without the tag that lies beside it.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The transport checksum is left to an offload.</summary>
    public bool ChecksumPending { get; init; }

    /// <summary>The tag's protocol and control, 16 bits each; 0: there is none beside the frame.</summary>
    internal uint Tag { get; init; }

    private int UntaggedLength { get; }

    /// <summary>Bytes that the frame had, its tag included.</summary>
    public int OriginalLength => UntaggedLength + (Tag == 0 ? 0 : TagLength);

    /// <summary>Bytes of it that there are, its tag included.</summary>
    public int CapturedLength => Bytes.Length + (Tag == 0 ? 0 : TagLength);

    /// <summary>Writes the frame, its tag in its place, and returns its length.</summary>
    public int CopyTo(Span<byte> destination)
    {
        if (Tag == 0)
        {
            Bytes.CopyTo(destination);
            return Bytes.Length;
        }
        Bytes[..TagOffset].CopyTo(destination);
        BinaryPrimitives.WriteUInt32BigEndian(destination[TagOffset..], Tag);
        Bytes[TagOffset..].CopyTo(destination[(TagOffset + TagLength)..]);
        return Bytes.Length + TagLength;
    }

    /// <summary>A copy that lasts.</summary>
    public CapturedFrame ToFrame(int interfaceIndex, LinkType linkType)
    {
        var data = GC.AllocateUninitializedArray<byte>(CapturedLength);
        _ = CopyTo(data);
        return new CapturedFrame
        {
            TimestampNanoseconds = TimestampNanoseconds,
            InterfaceIndex = interfaceIndex,
            Direction = Direction,
            LinkType = linkType,
            EtherType = EtherType,
            Data = data,
            OriginalLength = OriginalLength,
            ChecksumPending = ChecksumPending,
        };
    }
}
