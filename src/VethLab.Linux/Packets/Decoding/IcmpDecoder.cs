using System.Net;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>ICMP (RFC 792): u8 type; u8 code; be16 checksum; 4 bytes by type; for errors the packet they are about.</summary>
internal static class IcmpDecoder
{
    internal const int Header = 8;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        reading.Append("ICMP ");
        if (!reading.Has(layer, Header, "icmp"))
            return;
        var packet = reading.Packet;
        var type = reading.Byte(layer, 0);
        packet.IcmpType = type;
        packet.IcmpCode = reading.Byte(layer, 1);
        packet.Checksum = reading.UInt16(layer, 2);
        packet.Payload = layer.After(Header);
        packet.PayloadLength = layer.Length - Header;
        if (IcmpQueryDecoder.IsQuery(type) ? IcmpQueryDecoder.Decode(reading, layer, type) : DecodeError(reading, layer, type))
            reading.Append($", length {layer.Length}");
    }

    private static bool DecodeError(PacketReading reading, Layer layer, byte type)
    {
        var code = reading.Packet.IcmpCode!.Value;
        var inner = layer.After(Header);
        if (type is ICMP_DEST_UNREACH or ICMP_SOURCE_QUENCH or ICMP_REDIRECT or ICMP_TIME_EXCEEDED or ICMP_PARAMETERPROB && inner.Length > 0)
            InnerPacket.Quote(reading, inner, NetworkDecoder.ETH_P_IP);
        switch (type)
        {
            case ICMP_DEST_UNREACH:
                return IcmpUnreachableText.Append(reading, layer, code);
            case ICMP_REDIRECT:
                return AppendRedirect(reading, layer, code);
            case ICMP_TIME_EXCEEDED:
                reading.Append(code switch
                {
                    0 => "time exceeded in-transit",
                    1 => "ip reassembly time exceeded",
                    _ => $"time exceeded-#{code}",
                });
                return true;
            case ICMP_PARAMETERPROB:
                reading.Append(code == 0 ? $"parameter problem - octet {reading.Byte(layer, 4)}" : $"parameter problem - code {code}");
                return true;
            default:
                reading.Append(type == ICMP_SOURCE_QUENCH ? "source quench" : $"type-#{type}");
                return true;
        }
    }

    private static bool AppendRedirect(PacketReading reading, Layer layer, int code)
    {
        reading.Packet.SetRedirectTarget(layer.Offset + 4);
        var inner = layer.After(Header);
        if (!reading.Has(inner, IcmpUnreachableText.IPHeader, "icmp"))
            return false;
        reading.Append($"{((code & 2) == 0 ? "redirect " : "redirect-tos ")}{reading.IPv4(inner, 16)}");
        reading.Append($"{((code & 1) == 0 ? " to net " : " to host ")}{reading.IPv4(layer, 4)}");
        return true;
    }
}
