using System.Management.Automation;
using VethLab.Networks;
using VethLab.Networks.Interfaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// A bridge as an argument, also as the column Bridge of a row: bound by its name, that column would be mistaken for the property Bridge of
/// interfaces, which is the bridge that they are ports of.
/// </summary>
public sealed class BridgeReference : InterfaceReference
{
    public BridgeReference(string name) : base(name)
    {
    }

    public BridgeReference(NetInterface netInterface) : base(netInterface)
    {
    }

    /// <exception cref="ArgumentException">It names no bridge.</exception>
    public BridgeReference(PSObject saved) : base(NameIn(new SavedObject(saved)), new SavedObject(saved).Has(nameof(NetObject.Namespace)) ? new NamespaceReference(saved) : null)
    {
    }

    private static string NameIn(SavedObject row)
    {
        // The other objects with such columns are a masquerade, a line of a MAC table, and interfaces.
        var isOther = row.Has("Subnet") || row.Has("InterfaceAlias") || row.Has("IsStale") || row.Has("Findings");
        return (isOther ? null : row.Has("Kind") ? row.Text("Name") : row.Text("Bridge") ?? row.Text("Name"))
            ?? throw new ArgumentException("The object names no bridge.", nameof(row));
    }
}
