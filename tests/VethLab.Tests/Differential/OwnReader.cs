using VethLab.Linux.Route;
using VethLab.Networks;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Tests.Differential;

/// <summary>What VethLab's readers, which the Get- cmdlets stand on, show of namespaces: every public property of every object.</summary>
internal sealed class OwnReader
{
    /// <summary>Compared apart: the identity says no more than the name, counters go on while one looks.</summary>
    private static readonly string[] Apart = ["NamespaceId", "PeerNamespaceId", "Counters"];

    private readonly List<Fact> facts = [];

    private OwnReader()
    {
    }

    internal IReadOnlyList<Fact> Facts => facts;

    internal Dictionary<string, long[]> Counters { get; } = [];

    internal static OwnReader Read(IReadOnlyList<NamespaceSession> sessions)
    {
        var reader = new OwnReader();
        foreach (var session in sessions)
            reader.ReadPlace(session);
        return reader;
    }

    private void ReadPlace(NamespaceSession session)
    {
        foreach (var link in InterfaceReader.List(session, withCounters: true))
        {
            Add("interface", link, link.Name, "NamespaceId", "Counters");
            Counters[$"{link.Name} in {session.Name}"] = InOrder(link.Counters!);
        }
        foreach (var bridge in InterfaceReader.ListBridges(session))
            Add("bridge", bridge, bridge.Name, "NamespaceId", "Counters");
        foreach (var address in AddressOperations.List(session))
            Add("address", address, $"{address.Name} on {address.InterfaceAlias}", Apart);
        foreach (var route in RouteOperations.List(session))
            Add("route", route, $"{route.Name} table {route.Table}", Apart);
        foreach (var neighbor in NeighborOperations.List(session))
            Add("neighbour", neighbor, $"{neighbor.Name} on {neighbor.InterfaceAlias}", Apart);
        foreach (var entry in NetBridgeFdbEntry.List(session))
            Add("forwarding entry", entry, $"{entry.Name} on {entry.InterfaceAlias}", Apart);
        foreach (var pair in VethReader.List(session))
            Add("pair", pair, pair.Name, Apart);
    }

    private void Add(string kind, NetObject snapshot, string subject, params string[] except) =>
        facts.Add(new Fact(kind, snapshot.Namespace!, subject, PropertyText.Of(snapshot, except)));

    private static long[] InOrder(LinkCounters counters) =>
    [
        (long)counters.ReceivedPackets, (long)counters.SentPackets, (long)counters.ReceivedBytes, (long)counters.SentBytes,
        (long)counters.ReceiveErrors, (long)counters.SendErrors, (long)counters.ReceiveDropped, (long)counters.SendDropped,
    ];
}
