using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>A namespace as an argument: its name, or an object that Get-NetNamespace or New-NetNamespace returned.</summary>
public sealed class NamespaceReference
{
    private readonly bool isNamed = true;

    public NamespaceReference(string name) => Name = name;

    public NamespaceReference(NetNamespace space)
    {
        Name = space.Name;
        Identity = space.NamespaceId;
        isNamed = space.IsNamed;
    }

    public string Name { get; }

    /// <summary>Which namespace of that name is meant; null: whichever has it.</summary>
    public NamespaceIdentity? Identity { get; }

    /// <summary>Opens it. An object stands for its own namespace even where its name has been given to another.</summary>
    public NamespaceSession Open() => Identity is { Inode: not 0 } identity
        ? NamespaceLocator.Open(identity, isNamed ? Name : null)
        : NamespaceLocator.OpenNamed(Name);

    public override string ToString() => Name;
}
