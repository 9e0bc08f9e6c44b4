namespace VethLab.Tests.Differential;

internal enum LinkType
{
    Bridge,
    Veth,
    Vxlan,
    Macvlan,
    Ifb,
    Tap,
    Tun,
}

/// <summary>
/// A network to be made: how many namespaces, and what is in them. Things name others by numbers that are taken modulo what there is, so that
/// every part can be left out while shrinking.
/// </summary>
internal sealed record Setup(
    int Places, LinkSpec[] Links, AddressSpec[] Addresses, NextHopSpec[] NextHops, RouteSpec[] Routes, NeighborSpec[] Neighbors, FdbSpec[] Fdb);

/// <summary>A link, or with Veth two; Options and More are words for `ip link add … type KIND` and for `ip link set`.</summary>
internal sealed record LinkSpec(LinkType Type, int Place, int PeerPlace, string Name, string PeerName, string[] Options, string[] More, bool Up, int? Master);

/// <summary>Words for `ip address add`, but for the interface.</summary>
internal sealed record AddressSpec(int Interface, string Prefix, string[] Options);

/// <summary>A next hop object: on an interface, behind a gateway there, or one that drops.</summary>
internal sealed record NextHopSpec(int Place, int? Interface, string? Gateway, int[] Group);

/// <summary>One way out.</summary>
internal sealed record HopSpec(int Interface, string? Gateway, int Weight, bool OnLink);

/// <summary>A route; its options are words for `ip route add` that stand before its ways out.</summary>
internal sealed record RouteSpec(int Place, string Verb, string Type, string Destination, string[] Options, HopSpec[] Hops, int? NextHopId);

internal sealed record NeighborSpec(int Interface, string Address, string[] Options);

/// <summary>A forwarding entry; its options are words for `bridge fdb`.</summary>
internal sealed record FdbSpec(string Verb, int Interface, string MacAddress, string[] Options);
