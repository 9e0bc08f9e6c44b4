using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>Makes packets of frames. Any bytes at all will do: what cannot be read is said in <see cref="NetPacket.Malformed"/>.</summary>
public static class PacketDecoder
{
    /// <summary>Takes a frame apart.</summary>
    /// <param name="frame">The frame; its bytes become the packet's.</param>
    /// <param name="interfaceName">Name of the interface it was captured on.</param>
    /// <param name="namespaceName">Name of that interface's namespace, if it has one.</param>
    public static NetPacket Decode(CapturedFrame frame, string interfaceName, string? namespaceName = null) => Decode(
        frame, new CaptureLink { Name = interfaceName, Namespace = namespaceName, Index = frame.InterfaceIndex, LinkType = frame.LinkType });

    /// <summary>Takes a frame apart.</summary>
    /// <param name="frame">The frame; its bytes become the packet's.</param>
    /// <param name="link">The interface that it was captured on.</param>
    public static NetPacket Decode(CapturedFrame frame, CaptureLink link)
    {
        var packet = new NetPacket
        {
            TimestampNanoseconds = frame.TimestampNanoseconds,
            Link = link,
            Direction = frame.Direction,
            LinkType = frame.LinkType,
            FrameEtherType = frame.EtherType,
            Length = frame.OriginalLength,
            ChecksumPending = frame.ChecksumPending,
            Data = frame.Data,
        };
        Read(new PacketReading(packet));
        return packet;
    }

    /// <summary>A packet that another one has within; null where it has none.</summary>
    internal static NetPacket? DecodeInner(NetPacket outer)
    {
        if (Unread(outer) is not { } inner)
            return null;
        Read(new PacketReading(inner));
        return inner;
    }

    /// <summary>A packet in one line.</summary>
    internal static string Describe(NetPacket packet)
    {
        var text = new StringBuilder(128);
        Read(new PacketReading(Copy(packet), text));
        return text.ToString();
    }

    /// <summary>Goes on in the line of a packet with the one within.</summary>
    internal static void DescribeInner(PacketReading outer)
    {
        if (outer.Text is not null && Unread(outer.Packet) is { } inner)
            Read(new PacketReading(inner, outer.Text, outer.Depth + 1));
    }

    private static void Read(PacketReading reading)
    {
        var packet = reading.Packet;
        var whole = new Layer(0, packet.Data.Length, Math.Max(packet.Length, packet.Data.Length));
        if (packet.LinkType == LinkType.Ethernet)
            EthernetDecoder.Decode(reading, whole);
        else if (packet.LinkType == LinkType.Network)
            NetworkDecoder.Decode(reading, whole, packet.FrameEtherType);
        else
            DecodeUnknown(reading, whole);
    }

    private static NetPacket Copy(NetPacket packet) => new()
    {
        TimestampNanoseconds = packet.TimestampNanoseconds,
        Link = packet.Link,
        Direction = packet.Direction,
        LinkType = packet.LinkType,
        FrameEtherType = packet.FrameEtherType,
        Length = packet.Length,
        Data = packet.Data,
    };

    private static NetPacket? Unread(NetPacket outer) => outer.InnerEtherType is not { } etherType ? null : new NetPacket
    {
        TimestampNanoseconds = outer.TimestampNanoseconds,
        Link = outer.Link,
        Direction = outer.Direction,
        LinkType = etherType == InnerPacket.EthernetFrame ? LinkType.Ethernet : LinkType.Network,
        FrameEtherType = etherType,
        Length = outer.InnerLayer.Length,
        ChecksumPending = outer.ChecksumPending,
        Data = outer.Data.AsSpan(outer.InnerLayer.Offset, outer.InnerLayer.Captured).ToArray(),
    };

    /// <summary>Of a file's link type that nothing here knows.</summary>
    private static void DecodeUnknown(PacketReading reading, Layer layer)
    {
        reading.Packet.Protocol = "unknown";
        reading.Packet.PayloadLength = layer.Length;
        reading.Append($"link type {reading.Packet.Link.FileLinkType}, length {layer.Length}:");
        reading.AppendHex(layer);
    }
}
