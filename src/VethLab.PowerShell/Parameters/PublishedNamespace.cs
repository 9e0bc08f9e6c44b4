using System.Management.Automation;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat.Ports;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// A namespace whose ports are published: its name, an object of it or in it, or a mapping, also as a row of JSON or CSV, which says where it is made
/// as well. Of a pair or an interface the addresses come along, which are preferred.
/// </summary>
public sealed class PublishedNamespace
{
    public PublishedNamespace(string name) => Namespace = new NamespaceReference(name);

    public PublishedNamespace(NetNamespace space) => Namespace = new NamespaceReference(space);

    public PublishedNamespace(VethPair pair) => (Namespace, Addresses) = (new NamespaceReference(pair), [.. pair.IPAddress]);

    public PublishedNamespace(NetInterface link) => (Namespace, Addresses) = (new NamespaceReference(link), [.. link.IPAddress]);

    public PublishedNamespace(NetPortMapping mapping)
    {
        Namespace = mapping.DestinationNamespace is { } name ? new NamespaceReference(name) : null;
        Place = new NamespaceReference(mapping);
    }

    /// <summary>A row with a column DestinationNamespace or DestinationAddress is a mapping; any other names its namespace.</summary>
    public PublishedNamespace(PSObject saved)
    {
        var row = new SavedObject(saved);
        if (!row.Has(nameof(NetPortMapping.DestinationNamespace)) && !row.Has(nameof(NetPortMapping.DestinationAddress)))
        {
            (Namespace, Addresses) = (new NamespaceReference(saved), row.Texts(nameof(NetInterface.IPAddress)));
            return;
        }
        Namespace = row.Text(nameof(NetPortMapping.DestinationNamespace)) is { } name ? new NamespaceReference(name) : null;
        Place = row.Has(nameof(NetPortMapping.Namespace)) ? new NamespaceReference(saved) : null;
    }

    /// <summary>Null where a mapping knows an address only.</summary>
    public NamespaceReference? Namespace { get; }

    /// <summary>The namespace that publishes; null: it is not said.</summary>
    public NamespaceReference? Place { get; }

    public IReadOnlyList<string> Addresses { get; } = [];

    public override string ToString() => Namespace?.Name ?? string.Empty;
}
