using PacketDotNet;

namespace VethLab.Linux.Packets;

/// <summary>
/// Ethernet (IEEE 802.3): u8 destination[6]; u8 source[6]; be16 type or length; with 802.1Q and 802.1ad tags before the type.
/// </summary>
internal static class EthernetDecoder
{
    private const int Header = 14;
    private const int Tag = 4;
    private const int SmallestEtherType = 0x600;
    private const ushort ETH_P_8021Q = 0x8100;
    private const ushort ETH_P_8021AD = 0x88a8;
    private const ushort ETH_P_QINQ1 = 0x9100;

    internal static void Decode(PacketReading reading, Layer frame)
    {
        if (!reading.Has(frame, Header, "ethernet"))
            return;
        var ethernet = new EthernetPacket(reading.Segment(frame));
        var packet = reading.Packet;
        packet.DestinationMac = reading.Mac(frame, 0);
        packet.SourceMac = reading.Mac(frame, 6);
        var type = (ushort)ethernet.Type;
        packet.EtherType = type;
        var payload = frame.After(Header);
        while (type is ETH_P_8021Q or ETH_P_8021AD or ETH_P_QINQ1)
        {
            packet.Protocol = "VLAN";
            if (!reading.Has(payload, Tag, "vlan"))
                return;
            var tag = new Ieee8021QPacket(reading.Segment(payload));
            packet.VlanId ??= tag.VlanIdentifier;
            _ = reading.Append("vlan ").Append(tag.VlanIdentifier).Append(", p ").Append((int)tag.PriorityControlPoint).Append(", ");
            type = (ushort)tag.Type;
            packet.EtherType = type;
            payload = payload.After(Tag);
        }
        if (type < SmallestEtherType)
            DecodeLogicalLink(reading, payload.Limit(type), type);
        else
            NetworkDecoder.Decode(reading, payload, type);
    }

    /// <summary>IEEE 802.2: u8 dsap; u8 ssap; u8 control.</summary>
    private static void DecodeLogicalLink(PacketReading reading, Layer layer, int length)
    {
        reading.Packet.EtherType = null;
        reading.Packet.Protocol = "LLC";
        _ = reading.Append("802.3, length ").Append(length).Append(": LLC, ");
        if (!reading.Has(layer, 3, "llc"))
            return;
        reading.Packet.PayloadLength = layer.Length - 3;
        _ = reading.Text.Append(
            $"dsap 0x{reading.Byte(layer, 0):x2}, ssap 0x{reading.Byte(layer, 1):x2}, ctrl 0x{reading.Byte(layer, 2):x2}:");
        reading.AppendHex(layer.After(3));
    }
}
