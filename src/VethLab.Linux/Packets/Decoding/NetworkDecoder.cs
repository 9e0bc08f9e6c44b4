namespace VethLab.Linux.Packets;

/// <summary>Chooses by EtherType.</summary>
internal static class NetworkDecoder
{
    internal const ushort ETH_P_IP = 0x0800;
    internal const ushort ETH_P_ARP = 0x0806;
    internal const ushort ETH_P_RARP = 0x8035;
    internal const ushort ETH_P_IPV6 = 0x86dd;
    internal const ushort ETH_P_LLDP = 0x88cc;

    internal static void Decode(PacketReading reading, Layer layer, ushort etherType)
    {
        reading.Packet.EtherType = etherType;
        switch (etherType)
        {
            case ETH_P_IP:
                IPv4Decoder.Decode(reading, layer);
                break;
            case ETH_P_ARP or ETH_P_RARP:
                ArpDecoder.Decode(reading, layer, etherType == ETH_P_ARP ? "ARP" : "RARP");
                break;
            case ETH_P_IPV6:
                IPv6Decoder.Decode(reading, layer);
                break;
            case ETH_P_LLDP:
                LldpDecoder.Decode(reading, layer);
                break;
            default:
                reading.Packet.Protocol = $"0x{etherType:x4}";
                reading.Packet.PayloadLength = layer.Length;
                reading.Append($"ethertype 0x{etherType:x4}, length {layer.Length}:");
                reading.AppendHex(layer);
                break;
        }
    }
}
