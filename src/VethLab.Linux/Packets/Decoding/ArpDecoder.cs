using System.Globalization;

namespace VethLab.Linux.Packets;

/// <summary>
/// ARP (RFC 826) and RARP (RFC 903): be16 hardware; be16 protocol; u8 hardware length; u8 protocol length; be16 operation; then sender's and
/// target's addresses. Read for Ethernet and IPv4, which is all there is of it in practice.
/// </summary>
internal static class ArpDecoder
{
    private const int FixedHeader = 8;
    private const int EthernetIPv4Length = 28;

    internal static void Decode(PacketReading reading, Layer layer, string protocol)
    {
        var packet = reading.Packet;
        packet.Protocol = protocol;
        reading.Append("ARP, ");
        if (!reading.Has(layer, FixedHeader, "arp"))
            return;
        var operation = reading.UInt16(layer, 6);
        packet.ArpOperation = operation switch
        {
            1 => "Request",
            2 => "Reply",
            3 => "Reverse Request",
            4 => "Reverse Reply",
            8 => "Inverse Request",
            9 => "Inverse Reply",
            _ => operation.ToString(CultureInfo.InvariantCulture),
        };
        var (hardwareLength, protocolLength) = (reading.Byte(layer, 4), reading.Byte(layer, 5));
        if (reading.UInt16(layer, 2) != NetworkDecoder.ETH_P_IP || hardwareLength != 6 || protocolLength != 4)
        {
            reading.Append($"hardware {reading.UInt16(layer, 0)} (len {hardwareLength}), protocol 0x{reading.UInt16(layer, 2):x4} ");
            reading.Append($"(len {protocolLength}), operation {operation}:");
            reading.AppendHex(layer);
            return;
        }
        if (!reading.Has(layer, EthernetIPv4Length, "arp"))
            return;
        packet.ArpOffset = layer.Offset;
        packet.SetAddresses(layer.Offset + 14, layer.Offset + 24, 4);
        Summarise(reading, operation);
        reading.Append($", length {layer.Length}");
    }

    private static void Summarise(PacketReading reading, int operation)
    {
        var packet = reading.Packet;
        switch (operation)
        {
            case 1:
                reading.Append($"Request who-has {packet.ArpTargetAddress}");
                if (packet.ArpTargetMac is { IsZero: false } known)
                    reading.Append($" ({known})");
                reading.Append($" tell {packet.ArpSenderAddress}");
                break;
            case 2:
                reading.Append($"Reply {packet.ArpSenderAddress} is-at {packet.ArpSenderMac}");
                break;
            case 3:
                reading.Append($"Reverse Request who-is {packet.ArpTargetMac} tell {packet.ArpSenderMac}");
                break;
            case 4:
                reading.Append($"Reverse Reply {packet.ArpTargetMac} at {packet.ArpTargetAddress}");
                break;
            default:
                reading.Append($"operation {packet.ArpOperation} {packet.ArpSenderAddress} ({packet.ArpSenderMac}) > ");
                reading.Append($"{packet.ArpTargetAddress} ({packet.ArpTargetMac})");
                break;
        }
    }
}
