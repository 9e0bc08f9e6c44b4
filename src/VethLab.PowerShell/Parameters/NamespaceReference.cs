using System.Diagnostics;
using System.Management.Automation;
using VethLab.Linux.Namespaces;
using VethLab.Networks;
using VethLab.Networks.Namespaces;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// A namespace as an argument: its name, "pid:NUMBER" for that of a process, an object that Get-NetNamespace or New-NetNamespace returned, a
/// process, or anything that lives in the namespace.
/// </summary>
public sealed class NamespaceReference
{
    private readonly bool isNamed = true;
    private readonly bool isHere;

    public NamespaceReference(string name) => Name = name;

    public NamespaceReference(NetNamespace space)
    {
        Name = space.Name;
        Identity = space.NamespaceId;
        isNamed = space.IsNamed;
    }

    /// <summary>The namespace that an object lives in.</summary>
    public NamespaceReference(NetObject item) : this(item.NamespaceId, item.Namespace)
    {
    }

    public NamespaceReference(Process process) => Name = $"{NetNamespace.UnnamedPrefix}{process.Id}";

    /// <summary>An object of either kind that was saved as JSON or CSV. Where it names no namespace, the one that the cmdlet is called in.</summary>
    public NamespaceReference(PSObject saved)
    {
        var row = new SavedObject(saved);
        Name = row.Text(nameof(NetObject.Namespace)) ?? (row.Has(nameof(NetObject.Namespace)) ? string.Empty : row.Text(nameof(Name)))
            ?? throw new ArgumentException("The object has no property Namespace and no Name.", nameof(saved));
        isHere = Name.Length == 0;
    }

    internal NamespaceReference(NamespaceIdentity identity, string? name)
    {
        Name = name ?? identity.ToString();
        Identity = identity;
        isNamed = name is not null;
    }

    public string Name { get; }

    /// <summary>Which namespace of that name is meant; null: whichever has it.</summary>
    public NamespaceIdentity? Identity { get; }

    /// <summary>Opens it. An object stands for its own namespace even where its name has been given to another.</summary>
    public NamespaceSession Open()
    {
        if (isHere)
            return NamespaceLocator.OpenHere();
        return Identity is { Inode: not 0 } identity ? NamespaceLocator.Open(identity, isNamed ? Name : null) : NamespaceLocator.OpenNamed(Name);
    }

    public override string ToString() => Name;
}
