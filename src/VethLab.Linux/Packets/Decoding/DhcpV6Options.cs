namespace VethLab.Linux.Packets;

/// <summary>
/// DHCPv6 options (RFC 8415 section 21). An association of addresses has be32 id; be32 t1; be32 t2 (a temporary one the id only), and options of
/// its own, of which an address has u8 address[16]; be32 preferred; be32 valid.
/// </summary>
internal static class DhcpV6Options
{
    // No message that means well has more, and one that does not shall not cost much.
    private const int MostAddresses = 64;

    private const ushort ClientId = 1;
    private const ushort ServerId = 2;
    private const ushort Addresses = 3;
    private const ushort TemporaryAddresses = 4;
    private const ushort Address = 5;
    private const ushort StatusCode = 13;
    private const ushort NameServers = 23;

    internal static void Read(PacketReading reading, Layer layer, DhcpV6Message message, bool isWithinAddresses)
    {
        while (layer.Captured > 0)
        {
            if (layer.Captured < 4 || layer.Captured < 4 + reading.UInt16(layer, 2))
            {
                if (layer.Captured == layer.Length)
                    reading.MarkMalformed("a DHCPv6 option ends early");
                return;
            }
            var (code, length) = (reading.UInt16(layer, 0), reading.UInt16(layer, 2));
            Take(reading, layer.After(4).Limit(length), message, code, isWithinAddresses);
            layer = layer.After(4 + length);
        }
    }

    private static void Take(PacketReading reading, Layer value, DhcpV6Message message, ushort code, bool isWithinAddresses)
    {
        switch (code, value.Captured)
        {
            case (ClientId, _):
                message.ClientId = Hex(reading, value);
                break;
            case (ServerId, _):
                message.ServerId = Hex(reading, value);
                break;
            case (Addresses, >= 12) when !isWithinAddresses:
                Read(reading, value.After(12), message, isWithinAddresses: true);
                break;
            case (TemporaryAddresses, >= 4) when !isWithinAddresses:
                Read(reading, value.After(4), message, isWithinAddresses: true);
                break;
            case (Address, >= 24) when message.Addresses.Length < MostAddresses:
                message.Addresses = [.. message.Addresses, reading.IPv6(value, 0)];
                break;
            case (StatusCode, >= 2):
                message.StatusCode = reading.UInt16(value, 0);
                break;
            case (NameServers, >= 16):
                message.NameServers = [.. Enumerable.Range(0, value.Captured / 16).Select(i => reading.IPv6(value, 16 * i))];
                break;
        }
    }

    private static string Hex(PacketReading reading, Layer value) => Convert.ToHexString(reading.Bytes(value)).ToLowerInvariant();
}
