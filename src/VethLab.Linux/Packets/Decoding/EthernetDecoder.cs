namespace VethLab.Linux.Packets;

/// <summary>
/// Ethernet (IEEE 802.3): u8 destination[6]; u8 source[6]; be16 type or length; with 802.1Q and 802.1ad tags before the type: be16
/// priority (3 bits), drop eligible (1), VLAN (12); be16 type.
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
        var packet = reading.Packet;
        packet.EtherType = null;
        if (!reading.Has(frame, Header, "ethernet"))
            return;
        packet.HasEthernet = true;
        var type = reading.UInt16(frame, 12);
        packet.EtherType = type;
        var payload = frame.After(Header);
        while (type is ETH_P_8021Q or ETH_P_8021AD or ETH_P_QINQ1)
        {
            packet.Protocol = "VLAN";
            if (!reading.Has(payload, Tag, "vlan"))
                return;
            ReadTag(reading, reading.UInt16(payload, 0));
            type = reading.UInt16(payload, 2);
            packet.EtherType = type;
            payload = payload.After(Tag);
        }
        packet.NetworkOffset = payload.Offset;
        if (type < SmallestEtherType)
        {
            packet.EtherType = null;
            LogicalLinkDecoder.Decode(reading, payload.Limit(type), type);
        }
        else
        {
            NetworkDecoder.Decode(reading, payload, type);
        }
    }

    private static void ReadTag(PacketReading reading, ushort control)
    {
        var packet = reading.Packet;
        var (id, priority) = (control & 0xfff, control >> 13);
        if (packet.VlanId is null)
            (packet.VlanId, packet.VlanPriority) = (id, priority);
        else if (packet.InnerVlanId is null)
            (packet.InnerVlanId, packet.InnerVlanPriority) = (id, priority);
        reading.Append($"vlan {id}, p {priority}{((control & 0x1000) != 0 ? ", DEI" : "")}, ");
    }
}
