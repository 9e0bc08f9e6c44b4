using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// What came down the pipeline into a Get- cmdlet: an object of this module, or what became of one in JSON or CSV. Both are told apart by
/// their properties, which are called the same; only where it lives does an object know better than its saved form.
/// </summary>
internal sealed class PipedObject(PSObject value)
{
    private readonly SavedObject row = new(value);

    /// <summary>The object of this module; null for a saved one.</summary>
    internal NetObject? Item => value.BaseObject as NetObject;

    /// <summary>Whether it says anything at all: text and numbers have no properties of these names.</summary>
    internal bool IsOurs => Item is not null || value.BaseObject is NetNamespace || (value.BaseObject is PSCustomObject && (Name is not null || Place is not null));

    /// <summary>The namespace that it is, or describes as a whole; null: something else.</summary>
    internal NamespaceReference? AsNamespace => value.BaseObject is NetNamespace space ? new NamespaceReference(space)
        : row.Has("IsStale") || row.Has("Findings") ? Place
        : null;

    /// <summary>Where it lives; null: it does not say.</summary>
    internal NamespaceReference? Place => Item is { } item ? new NamespaceReference(item)
        : row.Has("Namespace") ? new NamespaceReference(value)
        : null;

    internal string? Name => row.Text("Name");

    /// <summary>Whether it is an entry on an interface: an address, a route, a neighbour, a line of a MAC table.</summary>
    internal bool LiesOnInterface => row.Has("InterfaceAlias");

    internal bool IsBridge => row.Has("BridgeId") || Text("Kind") == "bridge";

    /// <summary>Whether it is an interface of any kind; a row with nothing but a name may be anything.</summary>
    internal bool IsInterface => row.Has("Kind");

    internal bool IsPair => row.Has("PeerName") && row.Has("PeerNamespace");

    internal bool Has(params string[] properties) => Array.TrueForAll(properties, row.Has);

    internal string? Text(string property) => row.Text(property);

    internal IReadOnlyList<string> Texts(string property) => row.Texts(property);

    /// <summary>The ways out of a route; empty for anything else.</summary>
    internal IReadOnlyList<HopDescription> Ways() => [.. row.Texts("NextHops").Select(HopDescription.Parse)];

    /// <summary>The interfaces that it is, joins or lies on, each with its place; empty where it has to do with none.</summary>
    internal IReadOnlyList<(string Name, NamespaceReference? Place)> Interfaces()
    {
        if (IsPair)
            return [.. Ends()];
        if (LiesOnInterface)
            return Text("InterfaceAlias") is { } alias ? [(alias, Place)] : [.. Ways().Select(way => way.InterfaceAlias).OfType<string>().Distinct().Select(way => (way, Place))];
        var name = Has("Subnet") ? Text("Bridge") : Has("Destination", "Sequence") ? null : Name;
        return name is null ? [] : [(name, Place)];
    }

    private IEnumerable<(string Name, NamespaceReference? Place)> Ends()
    {
        yield return (Name!, Place);
        if (Item is VethPair { Peer: { } peer })
            yield return (peer.Name, new NamespaceReference(peer));
        else if (Item is null && Text("PeerName") is { } name)
            yield return (name, Text("PeerNamespace") is { } place ? new NamespaceReference(place) : null);
    }
}
