using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>A network interface, as it was when it was read.</summary>
public record NetInterface : NetObject
{
    public required string Name { get; init; }

    /// <summary>Unique in its namespace.</summary>
    public int Index { get; init; }

    /// <summary>As ip(8) names it: veth, bridge, …; "loopback" or "device" where the kernel names none.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is administratively up.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether it works (RFC 2863): Up, Down, LowerLayerDown …; Unknown for loopback, which always works when up.</summary>
    public OperationalState State { get; init; }

    /// <summary>Whether it is up and something is at the other end: a cable, a peer that is up, a port that forwards.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>Largest packet, in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Six pairs of hexadecimal digits, as 02:42:ac:11:00:02; null where it has none.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The addresses with their prefix lengths, as 192.168.88.1/24.</summary>
    public SnapshotList<string> IPAddress { get; init; } = [];

    /// <summary>The device that it is a part of: a bridge, a bond, a VRF …; null: none.</summary>
    public string? Master { get; init; }

    /// <summary>The bridge that it is a port of; null: none.</summary>
    public string? Bridge { get; init; }

    /// <summary>Its state as a bridge's port; null: it is none.</summary>
    public BridgePortState? PortState { get; init; }

    /// <summary>Index of the other end of a veth pair, in that end's namespace; null for other kinds.</summary>
    public int? PeerIndex { get; init; }

    /// <summary>The other end's name where it is in the same namespace; null where it is elsewhere.</summary>
    public string? PeerName { get; init; }

    /// <summary>The number of the other end's namespace (`ip link`: link-netnsid); null: the same namespace.</summary>
    public int? PeerNamespaceId { get; init; }

    /// <summary>The interface that it is built on, as a VXLAN or macvlan; null: none, or it is in another namespace.</summary>
    public string? Parent { get; init; }

    public string Alias { get; init; } = string.Empty;

    public uint Group { get; init; }

    /// <summary>Who made it: "vethlab" for what carries VethLab's mark, "vethlab:LAB" for what belongs to a lab; null: somebody else.</summary>
    public string? Owner { get; init; }

    /// <summary>Queueing discipline (tc(8)); noop until it first comes up.</summary>
    public string Qdisc { get; init; } = string.Empty;

    /// <summary>How many packets may wait to be sent, for disciplines that go by it.</summary>
    public int TransmitQueueLength { get; init; }

    /// <summary>Packets and bytes; null where they were not asked for.</summary>
    public LinkCounters? Counters { get; init; }

    public override string ToString() => Name;

    internal static NetInterface From(LinkMessage link, LinkContext context, NamespaceSession session)
    {
        var master = context.Find(link.MasterIndex);
        var isVeth = link.Kind == VethLink.KindName;
        return new NetInterface
        {
            Name = link.Name,
            Kind = KindOf(link),
            Index = link.Index,
            IsUp = link.IsUp,
            State = link.State,
            HasCarrier = (link.Flags & LinkFlags.LowerUp) != 0,
            Mtu = link.Mtu,
            MacAddress = link.MacAddress?.ToString(),
            IPAddress = context.AddressesOf(link).Select(address => address.Address.ToString()).ToSnapshotList(),
            Master = master?.Name,
            Bridge = master?.Kind == BridgeLink.KindName ? master.Name : null,
            PortState = link.BridgePort?.State,
            Parent = !isVeth && link.LinkNamespaceId is null && link.LinkIndex != link.Index
                ? context.Find(link.LinkIndex)?.Name
                : null,
            PeerIndex = isVeth ? link.LinkIndex : null,
            PeerName = isVeth && link.LinkNamespaceId is null ? context.Find(link.LinkIndex)?.Name : null,
            PeerNamespaceId = isVeth ? link.LinkNamespaceId : null,
            Alias = link.Alias,
            Group = link.Group,
            Owner = VethLabMark.OwnerOf(link),
            Qdisc = link.Qdisc,
            TransmitQueueLength = link.TransmitQueueLength,
            Counters = link.Counters,
            Namespace = session.Name,
            NamespaceId = session.Identity,
        };
    }

    internal static string KindOf(LinkMessage link) =>
        link.Kind.Length > 0 ? link.Kind : (link.Flags & LinkFlags.Loopback) != 0 ? "loopback" : "device";
}
