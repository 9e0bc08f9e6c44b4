using System.Globalization;
using PacketDotNet;

namespace VethLab.Linux.Packets;

/// <summary>
/// ARP (RFC 826): be16 hardware; be16 protocol; u8 hardware length; u8 protocol length; be16 operation; then sender's and target's
/// addresses. Read for Ethernet and IPv4, which is all there is of it in practice.
/// </summary>
internal static class ArpDecoder
{
    private const int FixedHeader = 8;
    private const int EthernetIPv4Length = 28;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        var packet = reading.Packet;
        packet.Protocol = "ARP";
        _ = reading.Append("ARP, ");
        if (!reading.Has(layer, FixedHeader, "arp"))
            return;
        var arp = new ArpPacket(reading.Segment(layer));
        packet.ArpOperation = arp.Operation switch
        {
            ArpOperation.Request => "Request",
            ArpOperation.Response => "Reply",
            var other => ((ushort)other).ToString(CultureInfo.InvariantCulture),
        };
        if (arp.ProtocolAddressType != EthernetType.IPv4 || arp.HardwareAddressLength != 6 || arp.ProtocolAddressLength != 4)
        {
            _ = reading.Append("hardware ").Append((ushort)arp.HardwareAddressType).Append(" (len ").Append(arp.HardwareAddressLength)
                .Append($"), protocol 0x{(ushort)arp.ProtocolAddressType:x4} (len ").Append(arp.ProtocolAddressLength)
                .Append("), operation ").Append((ushort)arp.Operation).Append(":");
            reading.AppendHex(layer);
            return;
        }
        if (!reading.Has(layer, EthernetIPv4Length, "arp"))
            return;
        packet.ArpSenderMac = reading.Mac(layer, 8);
        packet.SourceAddress = packet.ArpSenderAddress = arp.SenderProtocolAddress;
        packet.ArpTargetMac = reading.Mac(layer, 18);
        packet.DestinationAddress = packet.ArpTargetAddress = arp.TargetProtocolAddress;
        Summarise(reading);
        _ = reading.Append(", length ").Append(layer.Length);
    }

    private static void Summarise(PacketReading reading)
    {
        var packet = reading.Packet;
        switch (packet.ArpOperation)
        {
            case "Request":
                _ = reading.Append("Request who-has ").Append(packet.ArpTargetAddress!);
                if (packet.ArpTargetMac is { IsZero: false } known)
                    _ = reading.Append(" (").Append(known).Append(")");
                _ = reading.Append(" tell ").Append(packet.ArpSenderAddress!);
                break;
            case "Reply":
                _ = reading.Append("Reply ").Append(packet.ArpSenderAddress!).Append(" is-at ").Append(packet.ArpSenderMac!);
                break;
            default:
                _ = reading.Append("operation ").Append(packet.ArpOperation!).Append(" ").Append(packet.ArpSenderAddress!)
                    .Append(" (").Append(packet.ArpSenderMac!).Append(") > ").Append(packet.ArpTargetAddress!)
                    .Append(" (").Append(packet.ArpTargetMac!).Append(")");
                break;
        }
    }
}
