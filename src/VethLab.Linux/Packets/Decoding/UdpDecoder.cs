namespace VethLab.Linux.Packets;

/// <summary>UDP (RFC 768): be16 source; be16 destination; be16 length; be16 checksum.</summary>
internal static class UdpDecoder
{
    private const int Header = 8;
    private const int Dns = 53;
    private const int MulticastDns = 5353;
    private const int DhcpServer = 67;
    private const int DhcpClient = 68;
    private const int DhcpV6Client = 546;
    private const int DhcpV6Server = 547;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        if (layer.Captured >= 4)
            (packet.SourcePort, packet.DestinationPort) = (reading.UInt16(layer, 0), reading.UInt16(layer, 2));
        TransportDecoder.AppendEndpoints(reading);
        if (layer.Captured < Header)
        {
            _ = reading.Has(layer, Header, "udp");
            return;
        }
        packet.Checksum = reading.UInt16(layer, 6);

        // Zero stands for more than 64 KiB (RFC 2675, and segmentation offload). Of a first fragment the header tells the whole datagram's
        // length.
        var length = (int)reading.UInt16(layer, 4);
        if (length == 0)
            length = layer.Length;
        if (length < Header || (length > layer.Length && !packet.MoreFragments))
        {
            reading.Append($"UDP, bad length {length}{(length < Header ? " < 8" : $" > {layer.Length}")}");
            reading.MarkMalformed($"UDP length {length} in {layer.Length} bytes");
            return;
        }
        packet.PayloadLength = length - Header;
        packet.Payload = layer.Limit(length).After(Header);
        if (packet.MoreFragments || !DecodeApplication(reading, packet.Payload))
            reading.Append($"UDP, length {length - Header}");
    }

    /// <summary>Chooses by port, as one must; false where there is nothing to choose.</summary>
    private static bool DecodeApplication(PacketReading reading, Layer layer)
    {
        if (layer.Length == 0)
            return false;
        return DecodeApplication(reading, layer, reading.Packet.DestinationPort!.Value)
            || DecodeApplication(reading, layer, reading.Packet.SourcePort!.Value);
    }

    private static bool DecodeApplication(PacketReading reading, Layer layer, int port)
    {
        switch (port)
        {
            case Dns or MulticastDns:
                DnsDecoder.Decode(reading, layer, port == MulticastDns);
                return true;
            case DhcpServer or DhcpClient when reading.Packet.IsIPv4:
                DhcpDecoder.Decode(reading, layer);
                return true;
            case DhcpV6Client or DhcpV6Server when !reading.Packet.IsIPv4:
                DhcpV6Decoder.Decode(reading, layer);
                return true;
            case VxlanDecoder.Port or VxlanDecoder.LinuxPort when port == reading.Packet.DestinationPort:
                return VxlanDecoder.TryDecode(reading, layer, port);
            default:
                return false;
        }
    }
}
