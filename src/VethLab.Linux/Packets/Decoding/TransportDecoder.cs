using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>Chooses by IP protocol number.</summary>
internal static class TransportDecoder
{
    internal const byte Tcp = 6;
    internal const byte Udp = 17;
    private const byte Igmp = 2;
    private const byte IPv4InIP = 4;
    private const byte IPv6InIP = 41;
    private const byte Gre = 47;
    private const byte Esp = 50;
    private const byte NoNextHeader = 59;

    /// <summary>A protocol's name as /etc/protocols has it; IP-number for those that VethLab has no name for.</summary>
    internal static string Name(byte protocol) => protocol switch
    {
        Libc.IPPROTO_ICMP => "ICMP",
        Igmp => "IGMP",
        IPv4InIP => "IPIP",
        Tcp => "TCP",
        Udp => "UDP",
        IPv6InIP => "IPv6-in-IP",
        Gre => "GRE",
        Esp => "ESP",
        51 => "AH",
        Libc.IPPROTO_ICMPV6 => "ICMPv6",
        NoNextHeader => "IPv6-NoNxt",
        89 => "OSPF",
        103 => "PIM",
        112 => "VRRP",
        132 => "SCTP",
        _ => $"IP-{protocol}",
    };

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        switch (packet.ProtocolNumber)
        {
            case Tcp:
                TcpDecoder.Decode(reading, layer);
                break;
            case Udp:
                UdpDecoder.Decode(reading, layer);
                break;
            case Libc.IPPROTO_ICMP when packet.IsIPv4:
                IcmpDecoder.Decode(reading, layer);
                break;
            case Libc.IPPROTO_ICMPV6 when !packet.IsIPv4:
                IcmpV6Decoder.Decode(reading, layer);
                break;
            case Igmp when packet.IsIPv4:
                IgmpDecoder.Decode(reading, layer);
                break;
            case IPv4InIP or IPv6InIP when packet.MoreFragments is false:
                AppendEndpoints(reading);
                InnerPacket.Carry(reading, layer, packet.ProtocolNumber == IPv4InIP ? NetworkDecoder.ETH_P_IP : NetworkDecoder.ETH_P_IPV6);
                break;
            case Gre when packet.MoreFragments is false:
                GreDecoder.Decode(reading, layer);
                break;
            case Esp when layer.Captured >= 8:
                AppendEndpoints(reading);
                reading.Append($"ESP(spi=0x{reading.UInt32(layer, 0):x8},seq=0x{reading.UInt32(layer, 4):x}), length {layer.Length}");
                break;
            case NoNextHeader when !packet.IsIPv4:
                AppendEndpoints(reading);
                reading.Append("no next header");
                break;
            default:
                AppendEndpoints(reading);
                reading.Append($"ip-proto-{packet.ProtocolNumber} {layer.Length}");
                break;
        }
    }

    /// <summary>
    /// Writes "a > b: ", with ports "a.1 > b.2: ", once. IPv6 writes the addresses before its extension headers; the ports follow after
    /// them then.
    /// </summary>
    internal static void AppendEndpoints(PacketReading reading)
    {
        if (reading.Text is null)
            return;
        var packet = reading.Packet;
        if (!reading.HasAddresses)
        {
            reading.Append($"{packet.SourceAddress}");
            if (packet.SourcePort is not null)
                reading.Append($".{packet.SourcePort}");
            reading.Append($" > {packet.DestinationAddress}");
            reading.Append(packet.DestinationPort is null ? ": " : $".{packet.DestinationPort}: ");
        }
        else if (packet.SourcePort is not null)
        {
            reading.Append($"{packet.SourcePort} > {packet.DestinationPort}: ");
        }
        reading.HasAddresses = true;
    }
}
