using System.Net;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>ICMPv6 (RFC 4443): u8 type; u8 code; be16 checksum; 4 bytes by type; for errors the packet they are about.</summary>
internal static class IcmpV6Decoder
{
    internal const int Header = 8;
    private const int IPHeader = 40;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        reading.Append("ICMP6, ");
        if (!reading.Has(layer, Header, "icmp6"))
            return;
        var packet = reading.Packet;
        var type = reading.Byte(layer, 0);
        var code = reading.Byte(layer, 1);
        packet.IcmpType = type;
        packet.IcmpCode = code;
        packet.Checksum = reading.UInt16(layer, 2);
        packet.Payload = layer.After(Header);
        packet.PayloadLength = layer.Length - Header;
        if (type is >= ICMPV6_DEST_UNREACH and <= ICMPV6_PARAMPROB && packet.PayloadLength > 0)
            InnerPacket.Quote(reading, packet.Payload, NetworkDecoder.ETH_P_IPV6);
        reading.Append($"{Name(type)}");
        var complete = type switch
        {
            ICMPV6_DEST_UNREACH => AppendUnreachable(reading, layer, code),
            ICMPV6_PKT_TOOBIG => AppendTooBig(reading, layer),
            ICMPV6_TIME_EXCEED => AppendTimeExceeded(reading, layer, code),
            ICMPV6_PARAMPROB => AppendParameterProblem(reading, layer, code),
            ICMPV6_ECHO_REQUEST or ICMPV6_ECHO_REPLY => AppendEcho(reading, layer),
            ICMPV6_MGM_QUERY or ICMPV6_MGM_REPORT or ICMPV6_MGM_REDUCTION or ICMPV6_MLD2_REPORT =>
                MulticastListenerDecoder.Decode(reading, layer, type),
            >= NDISC_ROUTER_SOLICITATION and <= NDISC_REDIRECT => NeighborDiscoveryDecoder.Decode(reading, layer, type),
            _ => true,
        };
        if (complete)
            reading.Append($", length {layer.Length}");
    }

    private static string Name(byte type) => type switch
    {
        ICMPV6_DEST_UNREACH => "destination unreachable",
        ICMPV6_PKT_TOOBIG => "packet too big",
        ICMPV6_TIME_EXCEED => "time exceeded in-transit",
        ICMPV6_PARAMPROB => "parameter problem",
        ICMPV6_ECHO_REQUEST => "echo request",
        ICMPV6_ECHO_REPLY => "echo reply",
        ICMPV6_MGM_QUERY => "multicast listener query",
        ICMPV6_MGM_REPORT => "multicast listener report",
        ICMPV6_MGM_REDUCTION => "multicast listener done",
        NDISC_ROUTER_SOLICITATION => "router solicitation",
        NDISC_ROUTER_ADVERTISEMENT => "router advertisement",
        NDISC_NEIGHBOUR_SOLICITATION => "neighbor solicitation",
        NDISC_NEIGHBOUR_ADVERTISEMENT => "neighbor advertisement",
        NDISC_REDIRECT => "redirect",
        ICMPV6_MLD2_REPORT => "multicast listener report v2",
        _ => $"unknown icmp6 type ({type})",
    };

    private static bool AppendTooBig(PacketReading reading, Layer layer)
    {
        reading.Packet.IcmpMtu = reading.UInt32(layer, 4);
        reading.Append($", mtu {reading.UInt32(layer, 4)}");
        return true;
    }

    private static bool AppendParameterProblem(PacketReading reading, Layer layer, byte code)
    {
        reading.Append(code switch
        {
            0 => ", erroneous - octet ",
            1 => ", next header - octet ",
            2 => ", option - octet ",
            3 => ", incomplete header chain - octet ",
            _ => $", code-#{code} - octet ",
        });
        reading.Append($"{reading.UInt32(layer, 4)}");
        return true;
    }

    private static bool AppendEcho(PacketReading reading, Layer layer)
    {
        reading.Packet.IcmpId = reading.UInt16(layer, 4);
        reading.Packet.IcmpSequence = reading.UInt16(layer, 6);
        reading.Append($", id {reading.UInt16(layer, 4)}, seq {reading.UInt16(layer, 6)}");
        return true;
    }

    private static bool AppendUnreachable(PacketReading reading, Layer layer, byte code)
    {
        reading.Append(", ");
        var inner = layer.After(Header);
        if (!reading.Has(inner, IPHeader, "icmp6"))
            return false;
        if (reading.Text is null)
            return true;
        var target = reading.IPv6(inner, 24);
        reading.Append(code switch
        {
            0 => $"unreachable route {target}",
            1 => $"unreachable prohibited {target}",
            2 => $"beyond scope {target}, source address {reading.IPv6(inner, 8)}",
            3 => $"unreachable address {target}",
            4 => UnreachablePort(reading, inner, target),
            5 => $"source address failed policy {target}",
            6 => $"reject route {target}",
            _ => $"unknown unreach code ({code})",
        });
        return true;
    }

    /// <summary>The port is told where the transport header follows at once, as it nearly always does.</summary>
    private static string UnreachablePort(PacketReading reading, Layer inner, IPAddress target)
    {
        var protocol = reading.Byte(inner, 6);
        if (inner.Captured < IPHeader + 4)
            return $"unreachable port, {target}";
        var port = reading.UInt16(inner, IPHeader + 2);
        return protocol switch
        {
            TransportDecoder.Tcp => $"unreachable port, {target} tcp port {port}",
            TransportDecoder.Udp => $"unreachable port, {target} udp port {port}",
            _ => $"unreachable port, {target} protocol {protocol} port {port} unreachable",
        };
    }

    private static bool AppendTimeExceeded(PacketReading reading, Layer layer, byte code)
    {
        if (code != 0)
        {
            reading.Append(code == 1 ? " (reassembly)" : $", unknown code ({code})");
            return true;
        }
        var inner = layer.After(Header);
        reading.Append(" for ");
        if (!reading.Has(inner, IPHeader, "icmp6"))
            return false;
        reading.Append($"{reading.IPv6(inner, 24)}");
        return true;
    }
}
