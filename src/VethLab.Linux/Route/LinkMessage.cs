using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route.LinkKinds;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// A link as the kernel describes it (rtnetlink(7), RTM_NEWLINK): struct ifinfomsg { u8 family, pad; u16 type; s32 index; u32 flags, change; }
/// and attributes.
/// </summary>
public sealed record LinkMessage
{
    /// <summary>Interface index, unique in its namespace.</summary>
    public int Index { get; init; }

    public string Name { get; init; } = string.Empty;

    /// <summary>Hardware type (ARPHRD_*): 1 is Ethernet, 772 loopback.</summary>
    public ushort HardwareType { get; init; }

    public LinkFlags Flags { get; init; }

    public OperationalState State { get; init; }

    /// <summary>Largest packet without its Ethernet header, in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Null for links without a 48-bit address.</summary>
    public MacAddress? MacAddress { get; init; }

    /// <summary>Index of the bridge or other link that this one is a port of; 0: none.</summary>
    public int MasterIndex { get; init; }

    /// <summary>Index of the peer (veth) or the link below (VLAN), in the namespace of <see cref="LinkNamespaceId"/>; 0: none.</summary>
    public int LinkIndex { get; init; }

    /// <summary>The namespace of <see cref="LinkIndex"/>, as the link's own namespace numbers others (nsid); null: the same namespace.</summary>
    public int? LinkNamespaceId { get; init; }

    /// <summary>Kind as ip(8) names it: veth, bridge, vxlan …; empty for physical links and loopback.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>The kind's own settings; null where VethLab does not read them.</summary>
    public BridgeData? Bridge { get; init; }

    /// <summary>Settings of a bridge's port; null for others.</summary>
    public BridgePortData? BridgePort { get; init; }

    /// <summary>Queueing discipline (tc(8)); noop until the link first comes up.</summary>
    public string Qdisc { get; init; } = string.Empty;

    /// <summary>How many packets may wait to be sent, for disciplines that go by it.</summary>
    public int TransmitQueueLength { get; init; }

    public string Alias { get; init; } = string.Empty;

    public uint Group { get; init; }

    /// <summary>Whether the kernel makes IPv6 link-local addresses itself (addrgenmode none: false); null where IPv6 is off.</summary>
    public bool? MakesLinkLocalAddress { get; init; }

    /// <summary>Null where the request asked to leave them out.</summary>
    public LinkCounters? Counters { get; init; }

    public bool IsUp => (Flags & LinkFlags.Up) != 0;

    internal static LinkMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWLINK)
            return null;
        if (body.Length < IFINFOMSG_LENGTH)
            throw new InvalidDataException($"a link of {body.Length} bytes");

        return new LinkMessage(body);
    }

    public LinkMessage()
    {
    }

    private LinkMessage(ReadOnlySpan<byte> body)
    {
        HardwareType = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        Index = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
        Flags = (LinkFlags)BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        var info = default(NetlinkAttributes);
        foreach (var attribute in new NetlinkAttributes(body[IFINFOMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case IFLA_IFNAME: Name = attribute.AsString(); break;
                case IFLA_ADDRESS when attribute.Payload.Length == 6: MacAddress = new MacAddress(attribute.Payload); break;
                case IFLA_MTU: Mtu = attribute.AsInt32(); break;
                case IFLA_LINK: LinkIndex = attribute.AsInt32(); break;
                case IFLA_LINK_NETNSID: LinkNamespaceId = attribute.AsInt32(); break;
                case IFLA_MASTER: MasterIndex = attribute.AsInt32(); break;
                case IFLA_OPERSTATE: State = (OperationalState)attribute.AsByte(); break;
                case IFLA_QDISC: Qdisc = LinkWords.Of(attribute); break;
                case IFLA_TXQLEN: TransmitQueueLength = attribute.AsInt32(); break;
                case IFLA_IFALIAS: Alias = attribute.AsString(); break;
                case IFLA_GROUP: Group = attribute.AsUInt32(); break;
                case IFLA_STATS64: Counters = LinkCounters.Decode(attribute.Payload); break;
                case IFLA_LINKINFO: info = attribute.Nested; break;
                case IFLA_PROTINFO when body[0] == Libc.AF_BRIDGE: BridgePort = BridgePortData.Decode(attribute.Nested); break;
                case IFLA_AF_SPEC: MakesLinkLocalAddress = ReadAddressGeneration(attribute); break;
            }
        }
        var portKind = string.Empty;
        foreach (var attribute in info)
        {
            if (attribute.Type == IFLA_INFO_KIND)
                Kind = LinkWords.Of(attribute);
            else if (attribute.Type == IFLA_INFO_DATA && Kind == BridgeLink.KindName)
                Bridge = BridgeData.Decode(attribute.Nested);
            else if (attribute.Type == IFLA_INFO_SLAVE_KIND)
                portKind = LinkWords.Of(attribute);
            else if (attribute.Type == IFLA_INFO_SLAVE_DATA && portKind == BridgeLink.KindName)
                BridgePort = BridgePortData.Decode(attribute.Nested);
        }
    }

    private static bool? ReadAddressGeneration(NetlinkAttribute families)
    {
        foreach (var family in families.Nested)
        {
            if (family.Type != Libc.AF_INET6)
                continue;
            foreach (var setting in family.Nested)
            {
                if (setting.Type == IFLA_INET6_ADDR_GEN_MODE)
                    return setting.AsByte() != IN6_ADDR_GEN_MODE_NONE;
            }
        }
        return null;
    }
}
