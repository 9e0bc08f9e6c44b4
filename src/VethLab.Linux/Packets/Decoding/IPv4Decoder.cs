using System.Net;
using PacketDotNet;

namespace VethLab.Linux.Packets;

/// <summary>IPv4 (RFC 791).</summary>
internal static class IPv4Decoder
{
    private const int MinimumHeader = 20;
    private const int TotalLengthOffset = 2;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.Protocol = "IPv4";
        _ = reading.Append("IP ");
        if (!reading.Has(layer, MinimumHeader, "ip"))
            return;
        var header = (reading.Byte(layer, 0) & 15) * 4;
        if (reading.Byte(layer, 0) >> 4 != 4 || header < MinimumHeader)
        {
            reading.GiveUp(layer, "ip", $"version {reading.Byte(layer, 0) >> 4} with a header of {header} bytes is no IPv4");
            return;
        }
        // A length of zero stands for more than 64 KiB (segmentation offload): the frame's length holds then. PacketDotNet would write its
        // own idea of it into the captured bytes, so it must not see that.
        var totalLength = (int)reading.UInt16(layer, TotalLengthOffset);
        if (totalLength == 0)
        {
            totalLength = layer.Length;
            ReadAddresses(reading, layer);
        }
        else if (totalLength < header)
        {
            reading.GiveUp(layer, "ip", $"total length {totalLength} is less than the header's {header}");
            return;
        }
        else
        {
            Read(reading, new IPv4Packet(reading.Segment(layer)));
        }
        if (!reading.Has(layer, header, "ip"))
            return;
        if (totalLength > layer.Length)
        {
            reading.MarkMalformed($"{totalLength - layer.Length} bytes of the IPv4 packet are missing");
            _ = reading.Append("truncated-ip - ").Append(totalLength - layer.Length).Append(" bytes missing! ");
        }
        // The payload's claimed length stays the header's, even where the frame is shorter.
        var payload = layer.After(header) with { Length = totalLength - header };
        payload = payload with { Captured = Math.Min(payload.Captured, payload.Length) };
        packet.PayloadLength = payload.Length;
        packet.Protocol = TransportDecoder.Name(packet.ProtocolNumber!.Value);
        if (packet.FragmentOffset > 0)
        {
            TransportDecoder.AppendEndpoints(reading);
            _ = reading.Append("ip-proto-").Append((int)packet.ProtocolNumber.Value);
            return;
        }
        TransportDecoder.Decode(reading, payload);
    }

    private static void Read(PacketReading reading, IPv4Packet ip)
    {
        var packet = reading.Packet;
        packet.SourceAddress = ip.SourceAddress;
        packet.DestinationAddress = ip.DestinationAddress;
        packet.TimeToLive = ip.TimeToLive;
        packet.ProtocolNumber = (byte)ip.Protocol;
        packet.IPId = ip.Id;
        packet.MoreFragments = (ip.FragmentFlags & 1) != 0;
        if (packet.MoreFragments || ip.FragmentOffset != 0)
            packet.FragmentOffset = ip.FragmentOffset * 8;
    }

    private static void ReadAddresses(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.TimeToLive = reading.Byte(layer, 8);
        packet.ProtocolNumber = reading.Byte(layer, 9);
        packet.IPId = reading.UInt16(layer, 4);
        packet.SourceAddress = new IPAddress(reading.Bytes(layer).Slice(12, 4));
        packet.DestinationAddress = new IPAddress(reading.Bytes(layer).Slice(16, 4));
    }
}
