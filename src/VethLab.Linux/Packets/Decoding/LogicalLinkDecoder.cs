namespace VethLab.Linux.Packets;

/// <summary>
/// IEEE 802.2: u8 dsap; u8 ssap; u8 control. Access point 0x42 is the spanning tree's; 0xaa that of SNAP, whose u8 organisation[3] of 0 says
/// that be16 is an EtherType.
/// </summary>
internal static class LogicalLinkDecoder
{
    private const int Header = 3;
    private const int SubnetworkHeader = 8;
    private const byte SpanningTree = 0x42;
    private const byte SubnetworkAccess = 0xaa;
    private const byte UnnumberedInformation = 3;

    internal static void Decode(PacketReading reading, Layer layer, int length)
    {
        var packet = reading.Packet;
        packet.Protocol = "LLC";
        if (layer.Captured >= Header && reading.Byte(layer, 2) == UnnumberedInformation)
        {
            switch (reading.Byte(layer, 0), reading.Byte(layer, 1))
            {
                case (SpanningTree, SpanningTree):
                    packet.PayloadLength = layer.Length - Header;
                    SpanningTreeDecoder.Decode(reading, layer.After(Header));
                    return;
                case (SubnetworkAccess, SubnetworkAccess)
                    when layer.Captured >= SubnetworkHeader && reading.UInt16(layer, 3) == 0 && reading.Byte(layer, 5) == 0:
                    NetworkDecoder.Decode(reading, layer.After(SubnetworkHeader), reading.UInt16(layer, 6));
                    return;
            }
        }
        reading.Append($"802.3, length {length}: LLC, ");
        if (!reading.Has(layer, Header, "llc"))
            return;
        packet.PayloadLength = layer.Length - Header;
        reading.Append($"dsap 0x{reading.Byte(layer, 0):x2}, ssap 0x{reading.Byte(layer, 1):x2}, ctrl 0x{reading.Byte(layer, 2):x2}:");
        reading.AppendHex(layer.After(Header));
    }
}
