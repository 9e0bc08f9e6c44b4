using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>What could not be reached, by the code of an ICMP destination unreachable and the beginning of the packet that it is about.</summary>
internal static class IcmpUnreachableText
{
    internal const int IPHeader = 20;
    private const int FragmentationNeeded = 4;

    internal static bool Append(PacketReading reading, Layer layer, int code)
    {
        if (code == FragmentationNeeded)
            reading.Packet.IcmpMtu = reading.UInt16(layer, 6);
        var inner = layer.After(IcmpDecoder.Header);
        if (!reading.Has(inner, IPHeader, "icmp"))
            return false;
        if (reading.Text is not null)
            reading.Append(Describe(reading, inner, code));
        return true;
    }

    private static string Describe(PacketReading reading, Layer inner, int code)
    {
        var target = reading.IPv4(inner, 16);
        return code switch
        {
            0 => $"net {target} unreachable",
            1 => $"host {target} unreachable",
            2 => $"{target} protocol {reading.Byte(inner, 9)} unreachable",
            3 => Port(reading, inner, target),
            FragmentationNeeded when reading.Packet.IcmpMtu > 0 => $"{target} unreachable - need to frag (mtu {reading.Packet.IcmpMtu})",
            FragmentationNeeded => $"{target} unreachable - need to frag",
            5 => $"{target} unreachable - source route failed",
            6 => $"net {target} unreachable - unknown",
            7 => $"host {target} unreachable - unknown",
            8 => $"{target} unreachable - source host isolated",
            9 => $"net {target} unreachable - admin prohibited",
            10 => $"host {target} unreachable - admin prohibited",
            11 => $"net {target} unreachable - tos prohibited",
            12 => $"host {target} unreachable - tos prohibited",
            13 => $"host {target} unreachable - admin prohibited filter",
            14 => $"host {target} unreachable - host precedence violation",
            15 => $"host {target} unreachable - precedence cutoff",
            _ => $"{target} unreachable - #{code}",
        };
    }

    private static string Port(PacketReading reading, Layer inner, IPAddress target)
    {
        var protocol = reading.Byte(inner, 9);
        var header = (reading.Byte(inner, 0) & 15) * 4;
        if (inner.Captured < header + 4)
            return $"{target} protocol {protocol} port unreachable";
        var port = reading.UInt16(inner, header + 2);
        return protocol switch
        {
            TransportDecoder.Tcp => $"{target} tcp port {port} unreachable",
            TransportDecoder.Udp => $"{target} udp port {port} unreachable",
            _ => $"{target} protocol {protocol} port {port} unreachable",
        };
    }
}
