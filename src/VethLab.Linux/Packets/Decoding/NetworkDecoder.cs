namespace VethLab.Linux.Packets;

/// <summary>Chooses by EtherType.</summary>
internal static class NetworkDecoder
{
    private const ushort ETH_P_IP = 0x0800;
    private const ushort ETH_P_ARP = 0x0806;
    private const ushort ETH_P_IPV6 = 0x86dd;

    internal static void Decode(PacketReading reading, Layer layer, ushort etherType)
    {
        reading.Packet.EtherType = etherType;
        switch (etherType)
        {
            case ETH_P_IP:
                IPv4Decoder.Decode(reading, layer);
                break;
            case ETH_P_ARP:
                ArpDecoder.Decode(reading, layer);
                break;
            case ETH_P_IPV6:
                IPv6Decoder.Decode(reading, layer);
                break;
            default:
                reading.Packet.Protocol = $"0x{etherType:x4}";
                reading.Packet.PayloadLength = layer.Length;
                _ = reading.Append($"ethertype 0x{etherType:x4}, length ").Append(layer.Length).Append(":");
                reading.AppendHex(layer);
                break;
        }
    }
}
