namespace VethLab.Linux.Packets;

/// <summary>
/// IPv4 (RFC 791): u8 version (4 bits), header length in 4 bytes (4); u8 tos; be16 length; be16 id; be16 flags (3), offset in 8 bytes (13);
/// u8 ttl; u8 protocol; be16 checksum; be32 source; be32 destination; options.
/// </summary>
internal static class IPv4Decoder
{
    private const int MinimumHeader = 20;
    private const int DontFragment = 0x4000;
    private const int MoreFragments = 0x2000;
    private const int OffsetBits = 0x1fff;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.Protocol = "IPv4";
        reading.Append("IP ");
        if (!reading.Has(layer, MinimumHeader, "ip"))
            return;
        var first = reading.Byte(layer, 0);
        var header = (first & 15) * 4;
        if (first >> 4 != 4 || header < MinimumHeader)
        {
            reading.GiveUp(layer, "ip", $"version {first >> 4} with a header of {header} bytes is no IPv4");
            return;
        }
        var totalLength = (int)reading.UInt16(layer, 2);
        // A length of zero stands for more than 64 KiB (segmentation offload): the frame's length holds then.
        if (totalLength == 0)
            totalLength = Math.Max(layer.Length, header);
        if (totalLength < header)
        {
            reading.GiveUp(layer, "ip", $"total length {totalLength} is less than the header's {header}");
            return;
        }
        ReadHeader(reading, layer);
        if (!reading.Has(layer, header, "ip"))
            return;
        if (totalLength > layer.Length)
        {
            reading.MarkMalformed($"{totalLength - layer.Length} bytes of the IPv4 packet are missing");
            reading.Append($"truncated-ip - {totalLength - layer.Length} bytes missing! ");
        }
        // The payload's claimed length stays the header's, even where the frame is shorter.
        var payload = layer.After(header) with { Length = totalLength - header };
        payload = payload with { Captured = Math.Min(payload.Captured, payload.Length) };
        packet.Payload = payload;
        packet.PayloadLength = payload.Length;
        var protocol = packet.ProtocolNumber!.Value;
        packet.Protocol = TransportDecoder.Name(protocol);
        if (packet.FragmentOffset > 0)
        {
            TransportDecoder.AppendEndpoints(reading);
            reading.Append($"ip-proto-{protocol}");
            return;
        }
        TransportDecoder.Decode(reading, payload);
    }

    private static void ReadHeader(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.TrafficClass = reading.Byte(layer, 1);
        packet.IPId = reading.UInt16(layer, 4);
        var fragment = reading.UInt16(layer, 6);
        packet.DontFragment = (fragment & DontFragment) != 0;
        packet.MoreFragments = (fragment & MoreFragments) != 0;
        if ((fragment & (MoreFragments | OffsetBits)) != 0)
            packet.FragmentOffset = (fragment & OffsetBits) * 8;
        packet.TimeToLive = reading.Byte(layer, 8);
        packet.ProtocolNumber = reading.Byte(layer, 9);
        packet.HeaderChecksum = reading.UInt16(layer, 10);
        packet.SetAddresses(layer.Offset + 12, layer.Offset + 16, 4);
    }
}
