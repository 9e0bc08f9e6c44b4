namespace VethLab.Linux.Packets;

/// <summary>Packets within packets: of tunnels, and those that ICMP errors are about.</summary>
internal static class InnerPacket
{
    /// <summary>As an EtherType: a whole Ethernet frame (ETH_P_TEB).</summary>
    internal const ushort EthernetFrame = 0x6558;

    // A packet of tunnels in tunnels as deep as it is long would else take the stack.
    private const int DeepestText = 6;

    /// <summary>Notes what a tunnel carries, and goes on with it in the summary.</summary>
    internal static void Carry(PacketReading reading, Layer layer, ushort etherType)
    {
        reading.Packet.InnerLayer = layer;
        reading.Packet.InnerEtherType = etherType;
        if (reading.Depth < DeepestText)
            PacketDecoder.DescribeInner(reading);
        else
            reading.Append("...");
    }

    /// <summary>
    /// Notes the beginning of the packet that an ICMP error is about. Only that much is sent back, so what its own header says beyond was
    /// never there to capture, and is no fault.
    /// </summary>
    internal static void Quote(PacketReading reading, Layer layer, ushort etherType)
    {
        var whole = etherType switch
        {
            NetworkDecoder.ETH_P_IP when layer.Captured >= 4 => reading.UInt16(layer, 2),
            NetworkDecoder.ETH_P_IPV6 when layer.Captured >= 6 => 40 + reading.UInt16(layer, 4),
            _ => 0,
        };
        reading.Packet.InnerLayer = layer with { Length = Math.Max(layer.Length, whole) };
        reading.Packet.InnerEtherType = etherType;
    }
}
