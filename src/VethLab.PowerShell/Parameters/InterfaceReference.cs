using VethLab.Linux.Namespaces;
using VethLab.Networks;
using VethLab.Networks.Interfaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// An interface or bridge as an argument: its name, or an object. An object brings its namespace along; a name is looked up in -Namespace or
/// here.
/// </summary>
public sealed class InterfaceReference
{
    public InterfaceReference(string name) => Name = name;

    public InterfaceReference(NetInterface netInterface)
    {
        Name = netInterface.Name;
        Object = netInterface;
    }

    public InterfaceReference(VethPair pair)
    {
        Name = pair.Name;
        Object = pair;
    }

    public string Name { get; }

    /// <summary>The object that was given; null for a name.</summary>
    public NetObject? Object { get; }

    public NamespaceIdentity? Identity => Object?.NamespaceId;

    public override string ToString() => Name;
}
