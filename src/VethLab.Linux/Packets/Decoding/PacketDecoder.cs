namespace VethLab.Linux.Packets;

/// <summary>Makes packets of frames. Any bytes at all will do: what cannot be read is said in <see cref="NetPacket.Malformed"/>.</summary>
public static class PacketDecoder
{
    /// <summary>Takes a frame apart.</summary>
    /// <param name="frame">The frame; its bytes become the packet's.</param>
    /// <param name="interfaceName">Name of the interface it was captured on.</param>
    /// <param name="namespaceName">Name of that interface's namespace, if it has one.</param>
    public static NetPacket Decode(CapturedFrame frame, string interfaceName, string? namespaceName = null)
    {
        var packet = new NetPacket
        {
            Time = frame.Time,
            TimestampNanoseconds = frame.TimestampNanoseconds,
            Interface = interfaceName,
            Namespace = namespaceName,
            Direction = frame.Direction,
            Length = frame.OriginalLength,
            ChecksumPending = frame.ChecksumPending,
            Data = frame.Data,
        };
        var reading = new PacketReading(packet);
        var whole = new Layer(0, frame.Data.Length, Math.Max(frame.OriginalLength, frame.Data.Length));
        if (frame.LinkType == LinkType.Ethernet)
            EthernetDecoder.Decode(reading, whole);
        else
            NetworkDecoder.Decode(reading, whole, frame.EtherType);
        packet.Summary = reading.Text.ToString();
        return packet;
    }
}
