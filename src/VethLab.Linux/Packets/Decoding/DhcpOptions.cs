using System.Globalization;
using System.Net;
using static System.Buffers.Binary.BinaryPrimitives;

namespace VethLab.Linux.Packets;

/// <summary>DHCP options (RFC 2132): u8 code; u8 length; as many bytes. Code 0 is padding, 255 the end.</summary>
internal static class DhcpOptions
{
    private const byte Padding = 0;
    private const byte End = 255;

    internal static void Read(PacketReading reading, Layer layer, DhcpMessage message)
    {
        var rest = reading.Bytes(layer);
        while (rest.Length > 0 && rest[0] != End)
        {
            if (rest[0] == Padding)
            {
                rest = rest[1..];
                continue;
            }
            if (rest.Length < 2 || rest.Length < 2 + rest[1])
            {
                if (layer.Captured == layer.Length)
                    reading.MarkMalformed($"DHCP option {rest[0]} ends early");
                return;
            }
            Take(message, rest[0], rest.Slice(2, rest[1]));
            rest = rest[(2 + rest[1])..];
        }
    }

    private static void Take(DhcpMessage message, byte code, ReadOnlySpan<byte> value)
    {
        switch (code, value.Length)
        {
            case (1, 4):
                message.SubnetMask = new IPAddress(value);
                break;
            case (3, >= 4):
                message.Routers = Addresses(value);
                break;
            case (6, >= 4):
                message.NameServers = Addresses(value);
                break;
            case (12, > 0):
                message.HostName = LldpDecoder.Printable(value);
                break;
            case (15, > 0):
                message.DomainName = LldpDecoder.Printable(value);
                break;
            case (50, 4):
                message.RequestedAddress = new IPAddress(value);
                break;
            case (51, 4):
                message.LeaseTime = ReadUInt32BigEndian(value);
                break;
            case (53, 1):
                message.Type = Type(value[0]);
                break;
            case (54, 4):
                message.ServerAddress = new IPAddress(value);
                break;
            case (55, > 0):
                message.RequestedOptions = Array.ConvertAll(value.ToArray(), number => (int)number);
                break;
            case (56, > 0):
                message.Message = LldpDecoder.Printable(value);
                break;
            case (61, > 0):
                message.ClientId = Convert.ToHexString(value).ToLowerInvariant();
                break;
        }
    }

    private static IPAddress[] Addresses(ReadOnlySpan<byte> value)
    {
        var addresses = new IPAddress[value.Length / 4];
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = new IPAddress(value.Slice(4 * i, 4));
        return addresses;
    }

    private static string Type(byte type) => type switch
    {
        1 => "Discover",
        2 => "Offer",
        3 => "Request",
        4 => "Decline",
        5 => "Ack",
        6 => "Nak",
        7 => "Release",
        8 => "Inform",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
