using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// IPv6 and its extension headers (RFC 8200). Read here and not by PacketDotNet, which, to construct its packet, follows the extension
/// headers beyond the captured bytes and takes each for the first.
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
        _ = reading.Append("IP6 ");
        if (!reading.Has(layer, Header, "ip6"))
            return;
        if (reading.Byte(layer, 0) >> 4 != 6)
        {
            reading.GiveUp(layer, "ip6", $"version {reading.Byte(layer, 0) >> 4} is no IPv6");
            return;
        }
        packet.TimeToLive = reading.Byte(layer, 7);
        packet.SourceAddress = new IPAddress(reading.Bytes(layer).Slice(8, 16));
        packet.DestinationAddress = new IPAddress(reading.Bytes(layer).Slice(24, 16));
        packet.ProtocolNumber = reading.Byte(layer, 6);

        // A length of zero before hop-by-hop options is a jumbogram (RFC 2675): the frame's length holds.
        var length = (int)reading.UInt16(layer, 4);
        if (length == 0 && packet.ProtocolNumber == HopByHop)
            length = layer.Length - Header;
        if (length > layer.Length - Header)
        {
            reading.MarkMalformed($"{length - (layer.Length - Header)} bytes of the IPv6 packet are missing");
            _ = reading.Append("truncated-ip6 - ").Append(length - (layer.Length - Header)).Append(" bytes missing! ");
        }
        var payload = layer.After(Header) with { Length = length };
        payload = payload with { Captured = Math.Min(payload.Captured, length) };
        if (packet.ProtocolNumber is not (TransportDecoder.Tcp or TransportDecoder.Udp))
            TransportDecoder.AppendEndpoints(reading);
        if (!PassExtensionHeaders(reading, ref payload))
            return;
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
            else
                _ = reading.Append(Abbreviation(kind));
            if (!reading.Has(layer, length, "ip6 extension"))
                return false;
            packet.ProtocolNumber = reading.Byte(layer, 0);
            layer = layer.After(length);
            if (packet.FragmentOffset > 0)
                return true;
        }
        return true;
    }

    private static string Abbreviation(byte header) => header switch
    {
        HopByHop => "HBH ",
        DestinationOptions => "DSTOPT ",
        Routing => "RT ",
        _ => string.Empty,
    };

    /// <summary>u8 next; u8 reserved; be16 offset (13 bits), reserved (2), more (1); be32 id.</summary>
    private static void ReadFragment(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        var field = reading.UInt16(layer, 2);
        packet.FragmentOffset = field & 0xfff8;
        packet.MoreFragments = (field & 1) != 0;
        packet.IPId = reading.UInt32(layer, 4);
        _ = reading.Append("frag (").Append(packet.FragmentOffset.Value).Append("|").Append(layer.Length - 8).Append(")");
        _ = reading.Append(packet.FragmentOffset == 0 ? " " : string.Empty);
    }
}
