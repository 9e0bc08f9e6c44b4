using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Interfaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// An interface or bridge as an argument: its name, or an object. An object brings its namespace along; a name is looked up in -Namespace or here.
/// </summary>
public class InterfaceReference
{
    public InterfaceReference(string name) => Name = name;

    public InterfaceReference(NetInterface netInterface) : this(netInterface.Name) => Object = netInterface;

    public InterfaceReference(VethPair pair) : this(pair.Name) => Object = pair;

    /// <summary>An object that was saved as JSON or CSV.</summary>
    /// <exception cref="ArgumentException">It names no interface.</exception>
    public InterfaceReference(PSObject saved)
    {
        var row = new SavedObject(saved);
        // The Name of what is no interface, such as a namespace or a masquerade, is no interface's.
        var isOther = row.Has("InterfaceAlias") || row.Has("IsStale") || row.Has("Findings") || row.Has("Subnet") || row.Has("Destination");
        Name = row.Text("InterfaceAlias") ?? (isOther ? null : row.Text(nameof(Name)))
            ?? throw new ArgumentException("The object names no interface.", nameof(saved));
        if (row.Has(nameof(NetObject.Namespace)))
            Place = new NamespaceReference(saved);
        if (row.Text("PeerName") is { } peer && row.Has("PeerNamespace"))
            Peer = (peer, row.Text("PeerNamespace") is { } place ? new NamespaceReference(place) : null);
    }

    /// <summary>What an object names, where that lives.</summary>
    private protected InterfaceReference(string name, NamespaceReference? place) : this(name) => Place = place;

    public string Name { get; }

    /// <summary>The interface or pair that was given; null for a name, and for what only names one.</summary>
    public NetObject? Object { get; }

    /// <summary>Where to look for the name, as what was given says; null: it does not say.</summary>
    internal NamespaceReference? Place { get; }

    /// <summary>The other end of a pair that was saved, and where that was; null: here.</summary>
    internal (string Name, NamespaceReference? Place)? Peer { get; }

    public override string ToString() => Name;
}
