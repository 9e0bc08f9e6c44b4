using System.Net;
using PacketDotNet;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>ICMP (RFC 792): u8 type; u8 code; be16 checksum; 4 bytes by type; for errors the packet they are about.</summary>
internal static class IcmpDecoder
{
    private const int Header = 8;
    private const int IPHeader = 20;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        TransportDecoder.AppendEndpoints(reading);
        _ = reading.Append("ICMP ");
        if (!reading.Has(layer, Header, "icmp"))
            return;
        var packet = reading.Packet;
        var icmp = new IcmpV4Packet(reading.Segment(layer));
        packet.IcmpType = (int)icmp.TypeCode >> 8;
        packet.IcmpCode = (int)icmp.TypeCode & 0xff;
        packet.PayloadLength = layer.Length - Header;
        switch ((byte)packet.IcmpType)
        {
            case ICMP_ECHOREPLY or ICMP_ECHO:
                packet.IcmpId = icmp.Id;
                packet.IcmpSequence = icmp.Sequence;
                _ = reading.Append(packet.IcmpType == ICMP_ECHO ? "echo request" : "echo reply")
                    .Append(", id ").Append(icmp.Id).Append(", seq ").Append(icmp.Sequence);
                break;
            case ICMP_DEST_UNREACH:
                AppendUnreachable(reading, layer, packet.IcmpCode.Value);
                break;
            case ICMP_REDIRECT:
                AppendRedirect(reading, layer, packet.IcmpCode.Value);
                break;
            case ICMP_TIME_EXCEEDED:
                _ = reading.Append(packet.IcmpCode switch
                {
                    0 => "time exceeded in-transit",
                    1 => "ip reassembly time exceeded",
                    var code => $"time exceeded-#{code}",
                });
                break;
            case ICMP_PARAMETERPROB:
                _ = reading.Append(packet.IcmpCode == 0 ? "parameter problem - octet " : "parameter problem - code ")
                    .Append(packet.IcmpCode == 0 ? reading.Byte(layer, 4) : packet.IcmpCode.Value);
                break;
            default:
                _ = reading.Append(packet.IcmpType switch
                {
                    4 => "source quench",
                    9 => "router advertisement",
                    10 => "router solicitation",
                    13 => "time stamp request",
                    14 => "time stamp reply",
                    var type => $"type-#{type}",
                });
                break;
        }
        _ = reading.Append(", length ").Append(layer.Length);
    }

    private static void AppendUnreachable(PacketReading reading, Layer layer, int code)
    {
        var inner = layer.After(Header);
        if (!reading.Has(inner, IPHeader, "icmp"))
            return;
        var target = Address(reading, inner, 16);
        _ = reading.Append(code switch
        {
            0 => $"net {target} unreachable",
            1 => $"host {target} unreachable",
            2 => $"{target} protocol {reading.Byte(inner, 9)} unreachable",
            3 => PortUnreachable(reading, inner, target),
            4 when reading.UInt16(layer, 6) is var mtu and > 0 => $"{target} unreachable - need to frag (mtu {mtu})",
            4 => $"{target} unreachable - need to frag",
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
        });
    }

    private static string PortUnreachable(PacketReading reading, Layer inner, IPAddress target)
    {
        var protocol = reading.Byte(inner, 9);
        var header = (reading.Byte(inner, 0) & 15) * 4;
        if (inner.Captured < header + 4)
            return $"{target} protocol {protocol} port unreachable";
        var port = reading.UInt16(inner, header + 2);
        return protocol switch
        {
            6 => $"{target} tcp port {port} unreachable",
            17 => $"{target} udp port {port} unreachable",
            _ => $"{target} protocol {protocol} port {port} unreachable",
        };
    }

    private static void AppendRedirect(PacketReading reading, Layer layer, int code)
    {
        var inner = layer.After(Header);
        if (!reading.Has(inner, IPHeader, "icmp"))
            return;
        _ = reading.Append((code & 2) == 0 ? "redirect " : "redirect-tos ").Append(Address(reading, inner, 16))
            .Append((code & 1) == 0 ? " to net " : " to host ").Append(Address(reading, layer, 4));
    }

    private static IPAddress Address(PacketReading reading, Layer layer, int offset) => new(reading.Bytes(layer).Slice(offset, 4));
}
