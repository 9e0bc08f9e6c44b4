using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// DHCP (RFC 2131): u8 operation; u8 hardware; u8 hardware length; u8 hops; be32 transaction; be16 seconds; be16 flags; be32 client, your, next
/// server's, relay's address; u8 client hardware[16]; u8 server[64]; u8 file[128]; be32 0x63825363; options.
/// </summary>
internal static class DhcpDecoder
{
    private const int Header = 236;
    private const uint Cookie = 0x63825363;
    private const byte Request = 1;
    private const byte Reply = 2;

    internal static void Decode(PacketReading reading, Layer layer)
    {
        reading.Packet.Application = "DHCP";
        reading.Append("BOOTP/DHCP, ");
        if (!reading.Has(layer, Header, "bootp"))
            return;
        var operation = reading.Byte(layer, 0);
        var isEthernet = reading.Byte(layer, 1) == 1 && reading.Byte(layer, 2) == 6;
        var message = new DhcpMessage
        {
            IsRequest = operation == Request,
            TransactionId = reading.UInt32(layer, 4),
            ElapsedSeconds = reading.UInt16(layer, 8),
            ClientAddress = Address(reading, layer, 12),
            YourAddress = Address(reading, layer, 16),
            RelayAddress = Address(reading, layer, 24),
            ClientMac = isEthernet ? reading.Mac(layer, 28) : null,
        };
        reading.Packet.Dhcp = message;
        if (layer.Captured >= Header + 4 && reading.UInt32(layer, Header) == Cookie)
            DhcpOptions.Read(reading, layer.After(Header + 4), message);

        reading.Append(operation switch { Request => "Request", Reply => "Reply", _ => $"unknown (0x{operation:x2})" });
        if (isEthernet && operation == Request)
            reading.Append($" from {message.ClientMac}");
        reading.Append($", length {layer.Length}");
        if (message.Type is not null)
            reading.Append($", {message.Type}");
        if (message.YourAddress is not null)
            reading.Append($" {message.YourAddress}");
    }

    private static IPAddress? Address(PacketReading reading, Layer layer, int offset) =>
        reading.UInt32(layer, offset) == 0 ? null : reading.IPv4(layer, offset);
}
