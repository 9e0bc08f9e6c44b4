namespace VethLab.Linux.Packets;

/// <summary>
/// IPv6 and its extension headers (RFC 8200): be32 version (4 bits), traffic class (8), flow label (20); be16 payload length; u8 next header;
/// u8 hop limit; u8 source[16]; u8 destination[16].
/// </summary>
internal static class IPv6Decoder
{
    private const int Header = 40;
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte Authentication = 51;
    private const byte DestinationOptions = 60;
    private const byte Mobility = 135;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.Protocol = "IPv6";
        reading.Append("IP6 ");
        if (!reading.Has(layer, Header, "ip6"))
            return;
        var first = reading.UInt32(layer, 0);
        if (first >> 28 != 6)
        {
            reading.GiveUp(layer, "ip6", $"version {first >> 28} is no IPv6");
            return;
        }
        packet.TrafficClass = (int)(first >> 20) & 0xff;
        packet.FlowLabel = (int)first & 0xfffff;
        packet.TimeToLive = reading.Byte(layer, 7);
        packet.SetAddresses(layer.Offset + 8, layer.Offset + 24, 16);
        packet.ProtocolNumber = reading.Byte(layer, 6);

        // A length of zero before hop-by-hop options is a jumbogram (RFC 2675): the frame's length holds.
        var length = (int)reading.UInt16(layer, 4);
        if (length == 0 && packet.ProtocolNumber == HopByHop)
            length = layer.Length - Header;
        if (length > layer.Length - Header)
        {
            reading.MarkMalformed($"{length - (layer.Length - Header)} bytes of the IPv6 packet are missing");
            reading.Append($"truncated-ip6 - {length - (layer.Length - Header)} bytes missing! ");
        }
        var payload = layer.After(Header) with { Length = length };
        payload = payload with { Captured = Math.Min(payload.Captured, length) };
        if (packet.ProtocolNumber is not (TransportDecoder.Tcp or TransportDecoder.Udp))
            TransportDecoder.AppendEndpoints(reading);
        if (!PassExtensionHeaders(reading, ref payload))
            return;
        packet.Payload = payload;
        packet.PayloadLength = payload.Length;
        packet.Protocol = TransportDecoder.Name(packet.ProtocolNumber.Value);
        if (packet.FragmentOffset > 0)
            return;
        TransportDecoder.Decode(reading, payload);
    }

    /// <summary>Walks to the transport header; false when the packet ends before it.</summary>
    private static bool PassExtensionHeaders(PacketReading reading, ref Layer layer)
    {
        var packet = reading.Packet;
        while (packet.ProtocolNumber is HopByHop or Routing or Fragment or Authentication or DestinationOptions or Mobility)
        {
            if (!reading.Has(layer, 8, "ip6 extension"))
                return false;
            var kind = packet.ProtocolNumber.Value;
            var length = kind switch
            {
                Fragment => 8,
                // RFC 4302: in 4-byte units, less 2.
                Authentication => (reading.Byte(layer, 1) + 2) * 4,
                _ => (reading.Byte(layer, 1) + 1) * 8,
            };
            if (kind == Fragment)
                ReadFragment(reading, layer);
            if (!reading.Has(layer, length, "ip6 extension"))
                return false;
            AppendExtension(reading, layer, kind, length);
            packet.ProtocolNumber = reading.Byte(layer, 0);
            layer = layer.After(length);
            if (packet.FragmentOffset > 0)
                return true;
        }
        return true;
    }

    /// <summary>
    /// In tcpdump's words. Routing: u8 next; u8 length; u8 type; u8 segments left. Authentication: u8 next; u8 length; be16; be32 parameters;
    /// be32 sequence; check value.
    /// </summary>
    private static void AppendExtension(PacketReading reading, Layer layer, byte kind, int length)
    {
        switch (kind)
        {
            case HopByHop:
                reading.Append("HBH ");
                break;
            case DestinationOptions:
                reading.Append("DSTOPT ");
                break;
            case Routing:
                reading.Append($"RT6 (len={reading.Byte(layer, 1)}, type={reading.Byte(layer, 2)}, segleft={reading.Byte(layer, 3)}) ");
                break;
            case Authentication when length >= 12:
                reading.Append($"AH(spi=0x{reading.UInt32(layer, 4):x8},seq=0x{reading.UInt32(layer, 8):x}): ");
                break;
            case Mobility:
                reading.Append("MOBILITY ");
                break;
        }
    }

    /// <summary>u8 next; u8 reserved; be16 offset (13 bits), reserved (2), more (1); be32 id.</summary>
    private static void ReadFragment(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        var field = reading.UInt16(layer, 2);
        packet.FragmentOffset = field & 0xfff8;
        packet.MoreFragments = (field & 1) != 0;
        packet.IPId = reading.UInt32(layer, 4);
        reading.Append($"frag ({packet.FragmentOffset}|{layer.Length - 8}){(packet.FragmentOffset == 0 ? " " : "")}");
    }
}
