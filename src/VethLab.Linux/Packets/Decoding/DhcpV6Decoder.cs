using System.Globalization;
using System.Net;

namespace VethLab.Linux.Packets;

/// <summary>
/// DHCPv6 (RFC 8415): u8 type; be24 transaction; or, of relays, u8 type; u8 hops; u8 link[16]; u8 peer[16]; then options: be16 code; be16
/// length; as many bytes.
/// </summary>
internal static class DhcpV6Decoder
{
    private const byte RelayForward = 12;
    private const byte RelayReply = 13;
    private const int Header = 4;
    private const int RelayHeader = 34;

    // The type's name in objects, and in tcpdump.
    private static readonly (string Name, string Word)[] Types =
    [
        ("Solicit", "solicit"), ("Advertise", "advertise"), ("Request", "request"), ("Confirm", "confirm"), ("Renew", "renew"),
        ("Rebind", "rebind"), ("Reply", "reply"), ("Release", "release"), ("Decline", "decline"), ("Reconfigure", "reconf"),
        ("InformationRequest", "inf-req"), ("RelayForward", "relay-fwd"), ("RelayReply", "relay-reply"),
    ];

    internal static void Decode(PacketReading reading, Layer layer)
    {
        reading.Packet.Application = "DHCPv6";
        reading.Append("dhcp6 ");
        if (!reading.Has(layer, Header, "dhcp6"))
            return;
        var type = reading.Byte(layer, 0);
        var (name, word) = type - 1 < Types.Length && type > 0
            ? Types[type - 1]
            : (type.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"msgtype-{type}"));
        reading.Append(word);
        var isRelay = type is RelayForward or RelayReply;
        if (isRelay && !reading.Has(layer, RelayHeader, "dhcp6"))
            return;
        var message = isRelay
            ? new DhcpV6Message
            {
                Type = name,
                HopCount = reading.Byte(layer, 1),
                LinkAddress = reading.IPv6(layer, 2),
                PeerAddress = reading.IPv6(layer, 18),
            }
            : new DhcpV6Message { Type = name, TransactionId = (int)(reading.UInt32(layer, 0) & 0xffffff) };
        reading.Packet.DhcpV6 = message;
        DhcpV6Options.Read(reading, layer.After(isRelay ? RelayHeader : Header), message, isWithinAddresses: false);
    }
}
