using System.Globalization;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>Chooses by IP protocol number.</summary>
internal static class TransportDecoder
{
    internal const byte Tcp = 6;
    internal const byte Udp = 17;
    private const byte NoNextHeader = 59;

    /// <summary>A protocol's name as /etc/protocols has it; IP-number for those that VethLab has no name for.</summary>
    internal static string Name(byte protocol) => protocol switch
    {
        Libc.IPPROTO_ICMP => "ICMP",
        2 => "IGMP",
        4 => "IPIP",
        Tcp => "TCP",
        Udp => "UDP",
        41 => "IPv6-in-IP",
        47 => "GRE",
        50 => "ESP",
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
        switch (reading.Packet.ProtocolNumber)
        {
            case Tcp:
                TcpDecoder.Decode(reading, layer);
                break;
            case Udp:
                UdpDecoder.Decode(reading, layer);
                break;
            case Libc.IPPROTO_ICMP when IsIPv4(reading):
                IcmpDecoder.Decode(reading, layer);
                break;
            case Libc.IPPROTO_ICMPV6 when !IsIPv4(reading):
                IcmpV6Decoder.Decode(reading, layer);
                break;
            default:
                AppendEndpoints(reading);
                _ = reading.Append("ip-proto-").Append(reading.Packet.ProtocolNumber!.Value).Append(" ").Append(layer.Length);
                break;
        }
    }

    /// <summary>
    /// Writes "a > b: ", with ports "a.1 > b.2: ", once. IPv6 writes the addresses before its extension headers; the ports follow after
    /// them then.
    /// </summary>
    internal static void AppendEndpoints(PacketReading reading)
    {
        var packet = reading.Packet;
        if (!reading.HasAddresses)
        {
            _ = reading.Append(packet.SourceAddress!).Append(Port(".", packet.SourcePort)).Append(" > ")
                .Append(packet.DestinationAddress!).Append(Port(".", packet.DestinationPort)).Append(": ");
        }
        else if (packet.SourcePort is not null)
        {
            _ = reading.Append(Port(string.Empty, packet.SourcePort)).Append(" > ")
                .Append(Port(string.Empty, packet.DestinationPort)).Append(": ");
        }
        reading.HasAddresses = true;
    }

    private static string Port(string before, int? port) =>
        port is { } number ? string.Create(CultureInfo.InvariantCulture, $"{before}{number}") : string.Empty;

    internal static bool IsIPv4(PacketReading reading) =>
        reading.Packet.SourceAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
}
