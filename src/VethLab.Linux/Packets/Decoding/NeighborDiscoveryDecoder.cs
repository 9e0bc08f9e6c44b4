using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// Neighbour discovery (RFC 4861) after ICMPv6's header of 4 bytes. Advertisement of a router: u8 hop limit; u8 flags; be16 lifetime; be32
/// reachable; be32 retransmit. Of a neighbour: be32 flags; u8 target[16]. Redirect: be32; u8 target[16]; u8 destination[16].
/// </summary>
internal static class NeighborDiscoveryDecoder
{
    private const int Header = 8;
    private const int AddressLength = 16;

    internal static bool Decode(PacketReading reading, Layer layer, byte type) => type switch
    {
        NDISC_ROUTER_SOLICITATION => DecodeSolicitation(reading, layer),
        NDISC_ROUTER_ADVERTISEMENT => DecodeRouter(reading, layer),
        NDISC_NEIGHBOUR_SOLICITATION => DecodeNeighbor(reading, layer, ", who has ", isAdvertisement: false),
        NDISC_NEIGHBOUR_ADVERTISEMENT => DecodeNeighbor(reading, layer, ", tgt is ", isAdvertisement: true),
        _ => DecodeRedirect(reading, layer),
    };

    private static bool DecodeSolicitation(PacketReading reading, Layer layer)
    {
        reading.Packet.NeighborDiscovery = new NeighborMessage { Type = "RouterSolicitation" };
        NeighborOptions.Read(reading, layer.After(Header), reading.Packet.NeighborDiscovery);
        return true;
    }

    private static bool DecodeRouter(PacketReading reading, Layer layer)
    {
        if (!reading.Has(layer, Header + 8, "icmp6"))
            return false;
        var flags = reading.Byte(layer, 5);
        reading.Packet.NeighborDiscovery = new NeighborMessage
        {
            Type = "RouterAdvertisement",
            HopLimit = reading.Byte(layer, 4),
            IsManaged = (flags & 0x80) != 0,
            HasOtherConfiguration = (flags & 0x40) != 0,
            RouterLifetime = reading.UInt16(layer, 6),
            ReachableTime = reading.UInt32(layer, 8),
            RetransmitTime = reading.UInt32(layer, 12),
        };
        NeighborOptions.Read(reading, layer.After(Header + 8), reading.Packet.NeighborDiscovery);
        return true;
    }

    private static bool DecodeNeighbor(PacketReading reading, Layer layer, string words, bool isAdvertisement)
    {
        reading.Append(words);
        if (!reading.Has(layer, Header + AddressLength, "icmp6"))
            return false;
        reading.Packet.SetNeighborTarget(layer.Offset + Header);
        var flags = reading.Byte(layer, 4);
        reading.Packet.NeighborDiscovery = !isAdvertisement ? new NeighborMessage { Type = "NeighborSolicitation" } : new NeighborMessage
        {
            Type = "NeighborAdvertisement",
            IsRouter = (flags & 0x80) != 0,
            IsSolicited = (flags & 0x40) != 0,
            IsOverride = (flags & 0x20) != 0,
        };
        reading.Append($"{reading.IPv6(layer, Header)}");
        NeighborOptions.Read(reading, layer.After(Header + AddressLength), reading.Packet.NeighborDiscovery);
        return true;
    }

    private static bool DecodeRedirect(PacketReading reading, Layer layer)
    {
        reading.Append(", ");
        if (!reading.Has(layer, Header + (2 * AddressLength), "icmp6"))
            return false;
        reading.Packet.SetRedirectTarget(layer.Offset + Header);
        reading.Packet.NeighborDiscovery = new NeighborMessage { Type = "Redirect" };
        reading.Append($"{reading.IPv6(layer, Header + AddressLength)} to {reading.IPv6(layer, Header)}");
        NeighborOptions.Read(reading, layer.After(Header + (2 * AddressLength)), reading.Packet.NeighborDiscovery);
        return true;
    }
}
