using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// What to capture on: the name of an interface or a wildcard, an interface, bridge or pair, what lies on one; or a namespace or a lab, which stand for
/// all their interfaces.
/// </summary>
public sealed class CaptureReference
{
    private readonly string text;

    public CaptureReference(string name) : this(new InterfaceOrEntryReference(name), name)
    {
    }

    public CaptureReference(NetInterface netInterface) : this(new InterfaceOrEntryReference(netInterface), netInterface.Name)
    {
    }

    public CaptureReference(VethPair pair) : this(new InterfaceOrEntryReference(pair), pair.Name)
    {
    }

    public CaptureReference(NetIPAddress address) : this(new InterfaceOrEntryReference(address), address.InterfaceAlias)
    {
    }

    public CaptureReference(NetNeighbor neighbor) : this(new InterfaceOrEntryReference(neighbor), neighbor.InterfaceAlias)
    {
    }

    /// <exception cref="ArgumentException">It leads nowhere.</exception>
    public CaptureReference(NetRoute route) : this(new InterfaceOrEntryReference(route), $"{route}")
    {
    }

    public CaptureReference(NetBridgeFdbEntry entry) : this(new InterfaceOrEntryReference(entry), entry.InterfaceAlias)
    {
    }

    public CaptureReference(NetNamespace space)
    {
        Whole = new NamespaceReference(space);
        text = space.Name;
    }

    public CaptureReference(NetworkLab lab)
    {
        Lab = lab;
        text = lab.Name;
    }

    /// <summary>An object that was saved as JSON or CSV.</summary>
    /// <exception cref="ArgumentException">It is nothing that has an interface.</exception>
    public CaptureReference(PSObject saved)
    {
        var row = new SavedObject(saved);
        if (row.Has("IsStale"))
            Whole = new NamespaceReference(saved);
        else if (row.Has("Placement") && row.Text("Name") is { } lab)
            SavedLab = lab;
        else
            Interface = new InterfaceOrEntryReference(saved);
        text = Interface?.Name ?? SavedLab ?? Whole!.Name;
    }

    private CaptureReference(InterfaceOrEntryReference target, string name) => (Interface, text) = (target, name);

    internal InterfaceOrEntryReference? Interface { get; }

    /// <summary>A namespace, for all its interfaces.</summary>
    internal NamespaceReference? Whole { get; }

    private NetworkLab? Lab { get; }

    private string? SavedLab { get; }

    /// <summary>The interfaces of a lab: those of its pairs, both ends, its bridges, and its uplink; empty for anything else.</summary>
    /// <exception cref="Networks.Errors.NetworkException">LabNotFound.</exception>
    internal IEnumerable<InterfaceReference> OfLab()
    {
        var lab = Lab ?? (SavedLab is null ? null : LabReader.Read(SavedLab));
        if (lab is null)
            return [];
        var pairs = lab.Uplink is null ? lab.Links : lab.Links.Append(lab.Uplink);
        return pairs.SelectMany(pair => (NetInterface?[])[pair.Interface, pair.Peer]).OfType<NetInterface>().Concat(lab.Bridges).Select(one => new InterfaceReference(one));
    }

    internal bool IsLab => Lab is not null || SavedLab is not null;

    public override string ToString() => text;
}
