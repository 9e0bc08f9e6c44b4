namespace VethLab.Tests.Differential;

/// <summary>
/// A network that VethLab's own operations can make, and ip too. Things name others by numbers that are taken modulo what there is. Bridges are
/// made first, then the pairs, namespace by namespace.
/// </summary>
internal sealed record OwnSetup(
    int Places, OwnBridge[] Bridges, OwnPair[] Pairs, OwnAddress[] Addresses, OwnRoute[] Routes, OwnNeighbor[] Neighbors, OwnChange[] Changes)
{
    /// <summary>The names and numbers of its interfaces.</summary>
    internal Layout Layout => new(new Setup(
        Places,
        [
            .. Bridges.Select(bridge => new LinkSpec(LinkType.Bridge, bridge.Place, 0, bridge.Name, "", [], [], true, null)),
            .. Pairs.Select(pair => new LinkSpec(LinkType.Veth, pair.Place, pair.PeerPlace, pair.Name, pair.PeerName, [], [], true, null)),
        ],
        [], [], [], [], []));

    /// <summary>
    /// The changes whose outcome does not hang on the moment: an interface that comes up has an IPv6 link-local address of its MAC a little later,
    /// which it keeps, so MACs change before, and only of what is down.
    /// </summary>
    internal IEnumerable<OwnChange> SafeChanges => Changes.Where(change => change.What != "address" || IsMadeDown(Layout[change.Interface])).OrderBy(change => change.What);

    private bool IsMadeDown(Port port) => port.Link >= 0
        && (port.Link < Bridges.Length ? Bridges[port.Link].Down : Pairs[port.Link - Bridges.Length].Down);

    /// <summary>No two links have the same.</summary>
    internal static string MacOf(int link, bool isPeer) => $"02:00:00:00:{link:x2}:{(isPeer ? 2 : 1):x2}";
}

/// <summary>Times are in hundredths of a second, as ip takes them.</summary>
internal sealed record OwnBridge(int Place, string Name, int? Mtu, bool Stp, bool Down, string[] Addresses, int? ForwardDelay, int? AgeingTime, bool? Snooping);

internal sealed record OwnPair(
    int Place, int PeerPlace, string Name, string PeerName, int? Mtu, bool Down, string[] Addresses, string[] PeerAddresses, string? Gateway, int? Bridge);

internal sealed record OwnAddress(int Interface, string Prefix);

internal sealed record OwnRoute(int Place, string Type, string Destination, HopSpec[] Hops, int Metric, long Table);

internal sealed record OwnNeighbor(int Interface, string Address, string MacAddress);

/// <summary>One change of an interface: mtu, alias, address or up, and its value.</summary>
internal sealed record OwnChange(int Interface, string What, string Value);
