namespace VethLab.Linux.Packets;

/// <summary>
/// GRE (RFC 2784, RFC 2890): be16 flags (0x8000 checksum, 0x2000 key, 0x1000 sequence), version (3 bits); be16 EtherType; then, as the flags say,
/// be16 checksum; be16 reserved; be32 key; be32 sequence.
/// </summary>
internal static class GreDecoder
{
    private const int Header = 4;
    private const int HasChecksum = 0x8000;
    private const int HasRouting = 0x4000;
    private const int HasKey = 0x2000;
    private const int HasSequence = 0x1000;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        if (!reading.Has(layer, Header, "gre"))
            return;
        var flags = reading.UInt16(layer, 0);
        var type = reading.UInt16(layer, 2);
        reading.Append($"GREv{flags & 7}");
        if ((flags & 7) != 0 || (flags & HasRouting) != 0)
        {
            // Version 1 is PPTP's.
            reading.Append($", proto 0x{type:x4}, length {layer.Length}:");
            reading.AppendHex(layer.After(Header));
            return;
        }
        var header = Header + ((flags & HasChecksum) != 0 ? 4 : 0);
        if (!reading.Has(layer, header + ((flags & HasKey) != 0 ? 4 : 0) + ((flags & HasSequence) != 0 ? 4 : 0), "gre"))
            return;
        if ((flags & HasKey) != 0)
        {
            reading.Packet.TunnelId = reading.UInt32(layer, header);
            reading.Append($", key=0x{reading.UInt32(layer, header):x}");
            header += 4;
        }
        if ((flags & HasSequence) != 0)
        {
            reading.Append($", seq {reading.UInt32(layer, header)}");
            header += 4;
        }
        reading.Packet.PayloadLength = layer.Length - header;
        reading.Append($", length {layer.Length}: ");
        InnerPacket.Carry(reading, layer.After(header), type);
    }
}
