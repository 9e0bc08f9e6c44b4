using PacketDotNet;

namespace VethLab.Linux.Packets;

/// <summary>UDP (RFC 768): be16 source; be16 destination; be16 length; be16 checksum.</summary>
internal static class UdpDecoder
{
    private const int Header = 8;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        if (layer.Captured < Header)
        {
            TransportDecoder.AppendEndpoints(reading);
            _ = reading.Has(layer, Header, "udp");
            return;
        }
        var packet = reading.Packet;
        var udp = new UdpPacket(reading.Segment(layer));
        packet.SourcePort = udp.SourcePort;
        packet.DestinationPort = udp.DestinationPort;
        TransportDecoder.AppendEndpoints(reading);
        _ = reading.Append("UDP, ");

        // Zero stands for more than 64 KiB (RFC 2675, and segmentation offload). Of a first fragment the header tells the whole datagram's
        // length.
        var length = udp.Length == 0 ? layer.Length : udp.Length;
        if (length < Header || (length > layer.Length && !packet.MoreFragments))
        {
            _ = reading.Append("bad length ").Append(length).Append(length < Header ? " < 8" : $" > {layer.Length}");
            reading.MarkMalformed($"UDP length {length} in {layer.Length} bytes");
            return;
        }
        packet.PayloadLength = length - Header;
        _ = reading.Append("length ").Append(length - Header);
    }
}
