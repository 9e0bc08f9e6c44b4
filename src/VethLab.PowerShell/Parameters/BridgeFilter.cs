using System.Management.Automation;
using VethLab.Linux.Namespaces;
using VethLab.Networks;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>Selects by bridges: names, wildcards, or objects, which are meant where they live.</summary>
internal static class BridgeFilter
{
    /// <summary>Where to look when -Namespace does not say it: where the objects among the bridges live, and for the names here.</summary>
    internal static IEnumerable<NamespaceReference?> PlacesOf(InterfaceReference[] bridges) =>
        bridges.Select(bridge => PlaceOf(bridge)).DistinctBy(place => place?.Identity?.Inode ?? 0);

    /// <summary>Checks that each bridge that is called by its full name is there and is one.</summary>
    /// <exception cref="Networks.Errors.NetworkException">BridgeNotFound.</exception>
    internal static void Check(InterfaceReference bridge, NamespaceSession session)
    {
        if (bridge.Object is null && !NameFilter.IsPattern(bridge.Name))
            _ = InterfaceReader.ReadBridge(session, WildcardPattern.Unescape(bridge.Name));
    }

    /// <summary>Whether something in a namespace belongs to one of the bridges; where none were given, everything does.</summary>
    internal static bool Matches(InterfaceReference[]? bridges, string? bridge, NamespaceIdentity place) =>
        bridges is null || (bridge is not null && Array.Exists(bridges, wanted => IsMeant(wanted, bridge, place)));

    private static bool IsMeant(InterfaceReference wanted, string bridge, NamespaceIdentity place) => wanted.Object is { } item
        ? wanted.Name == bridge && item.NamespaceId.IsSameAs(place)
        : NameFilter.Matching(wanted.Name)(bridge);

    private static NamespaceReference? PlaceOf(InterfaceReference bridge) =>
        bridge.Object is { } item ? new NamespaceReference(item) : bridge.Place;
}
