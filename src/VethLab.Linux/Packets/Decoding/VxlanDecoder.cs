namespace VethLab.Linux.Packets;

/// <summary>
/// VXLAN (RFC 7348): u8 flags, of which 0x08 says that there is a number; u8 reserved[3]; be24 number (VNI); u8 reserved; then an Ethernet frame.
/// Linux's own port, from before there was a standard, is 8472, which others use for other things: there, only what can be nothing else is
/// taken for it.
/// </summary>
internal static class VxlanDecoder
{
    internal const int Port = 4789;
    internal const int LinuxPort = 8472;
    private const int Header = 8;
    private const byte HasNumber = 0x08;

    internal static bool TryDecode(PacketReading reading, Layer layer, int port)
    {
        if (port == LinuxPort && !IsPlain(reading, layer))
            return false;
        var packet = reading.Packet;
        packet.Application = "VXLAN";
        reading.Append("VXLAN, ");
        if (!reading.Has(layer, Header, "vxlan"))
            return true;
        var flags = reading.Byte(layer, 0);
        reading.Append($"flags [{((flags & HasNumber) != 0 ? "I" : ".")}] (0x{flags:x2})");
        if ((flags & HasNumber) != 0)
        {
            packet.TunnelId = reading.UInt32(layer, 4) >> 8;
            reading.Append($", vni {packet.TunnelId}");
        }
        packet.PayloadLength = layer.Length - Header;
        reading.Append(": ");
        InnerPacket.Carry(reading, layer.After(Header), InnerPacket.EthernetFrame);
        return true;
    }

    private static bool IsPlain(PacketReading reading, Layer layer) =>
        layer.Captured >= Header && reading.UInt32(layer, 0) == HasNumber << 24 && reading.Byte(layer, 7) == 0;
}
