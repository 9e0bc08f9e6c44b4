using System.Net;
using PacketDotNet;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>ICMPv6 (RFC 4443), neighbour discovery (RFC 4861) and multicast listeners (RFC 3810).</summary>
internal static class IcmpV6Decoder
{
    private const int Header = 8;
    private const int IPHeader = 40;
    private const int AddressLength = 16;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        _ = reading.Append("ICMP6, ");
        if (!reading.Has(layer, Header, "icmp6"))
            return;
        var packet = reading.Packet;
        var icmp = new IcmpV6Packet(reading.Segment(layer));
        var type = (byte)icmp.Type;
        packet.IcmpType = type;
        packet.IcmpCode = icmp.Code;
        packet.PayloadLength = layer.Length - Header;
        _ = reading.Append(Name(type));
        var complete = type switch
        {
            ICMPV6_DEST_UNREACH => AppendUnreachable(reading, layer, icmp.Code),
            ICMPV6_PKT_TOOBIG => Append(reading, ", mtu ", reading.UInt32(layer, 4)),
            ICMPV6_TIME_EXCEED => AppendTimeExceeded(reading, layer, icmp.Code),
            ICMPV6_PARAMPROB => Append(reading, ParameterProblem(icmp.Code), reading.UInt32(layer, 4)),
            ICMPV6_ECHO_REQUEST or ICMPV6_ECHO_REPLY => AppendEcho(reading, layer),
            ICMPV6_MGM_QUERY => AppendQuery(reading, layer),
            ICMPV6_MGM_REPORT or ICMPV6_MGM_REDUCTION => AppendListener(reading, layer),
            NDISC_NEIGHBOUR_SOLICITATION => AppendNeighbor(reading, layer, ", who has "),
            NDISC_NEIGHBOUR_ADVERTISEMENT => AppendNeighbor(reading, layer, ", tgt is "),
            NDISC_REDIRECT => AppendRedirect(reading, layer),
            ICMPV6_MLD2_REPORT => Append(reading, ", ", reading.UInt16(layer, 6), " group record(s)"),
            _ => true,
        };
        if (complete)
            _ = reading.Append(", length ").Append(layer.Length);
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

    private static string ParameterProblem(byte code) => code switch
    {
        0 => ", erroneous - octet ",
        1 => ", next header - octet ",
        2 => ", option - octet ",
        3 => ", incomplete header chain - octet ",
        _ => $", code-#{code} - octet ",
    };

    private static bool Append(PacketReading reading, string before, long number, string after = "")
    {
        _ = reading.Append(before).Append(number).Append(after);
        return true;
    }

    private static bool AppendEcho(PacketReading reading, Layer layer)
    {
        reading.Packet.IcmpId = reading.UInt16(layer, 4);
        reading.Packet.IcmpSequence = reading.UInt16(layer, 6);
        _ = reading.Append(", id ").Append(reading.UInt16(layer, 4)).Append(", seq ").Append(reading.UInt16(layer, 6));
        return true;
    }

    private static bool AppendUnreachable(PacketReading reading, Layer layer, byte code)
    {
        _ = reading.Append(", ");
        var inner = layer.After(Header);
        if (!reading.Has(inner, IPHeader, "icmp6"))
            return false;
        var target = Address(reading, inner, 24);
        _ = reading.Append(code switch
        {
            0 => $"unreachable route {target}",
            1 => $"unreachable prohibited {target}",
            2 => $"beyond scope {target}, source address {Address(reading, inner, 8)}",
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
            6 => $"unreachable port, {target} tcp port {port}",
            17 => $"unreachable port, {target} udp port {port}",
            _ => $"unreachable port, {target} protocol {protocol} port {port} unreachable",
        };
    }

    private static bool AppendTimeExceeded(PacketReading reading, Layer layer, byte code)
    {
        if (code != 0)
        {
            _ = reading.Append(code == 1 ? " (reassembly)" : $", unknown code ({code})");
            return true;
        }
        var inner = layer.After(Header);
        _ = reading.Append(" for ");
        if (!reading.Has(inner, IPHeader, "icmp6"))
            return false;
        _ = reading.Append(Address(reading, inner, 24));
        return true;
    }

    private static bool AppendQuery(PacketReading reading, Layer layer)
    {
        // RFC 3810 section 8.1: version 1 has 24 bytes, version 2 at least 28.
        if (layer.Length >= 28)
            _ = reading.Append(" v2");
        return layer.Length >= 28 || AppendListener(reading, layer);
    }

    private static bool AppendListener(PacketReading reading, Layer layer)
    {
        if (!reading.Has(layer, Header + AddressLength, "icmp6"))
            return false;
        _ = reading.Append(" max resp delay: ").Append(reading.UInt16(layer, 4)).Append(", addr: ").Append(Address(reading, layer, Header));
        return true;
    }

    private static bool AppendNeighbor(PacketReading reading, Layer layer, string words)
    {
        _ = reading.Append(words);
        if (!reading.Has(layer, Header + AddressLength, "icmp6"))
            return false;
        reading.Packet.NeighborTarget = Address(reading, layer, Header);
        _ = reading.Append(reading.Packet.NeighborTarget);
        return true;
    }

    private static bool AppendRedirect(PacketReading reading, Layer layer)
    {
        _ = reading.Append(", ");
        if (!reading.Has(layer, Header + (2 * AddressLength), "icmp6"))
            return false;
        _ = reading.Append(Address(reading, layer, Header + AddressLength)).Append(" to ").Append(Address(reading, layer, Header));
        return true;
    }

    private static IPAddress Address(PacketReading reading, Layer layer, int offset) => new(reading.Bytes(layer).Slice(offset, 16));
}
