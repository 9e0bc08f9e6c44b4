using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Group-Object returns. The engine's format data knows the type by this name.</summary>
public class GroupInfo
{
    internal GroupInfo(PropertyKey key)
    {
        Values = new ArrayList(key.Parts.Select(part => part.Value).ToArray());
        Name = string.Join(", ", key.Parts.Select(part => part.Value is null ? "" : PSObject.AsPSObject(part.Value).ToString()));
    }

    public ArrayList Values { get; }

    public int Count { get; private protected set; }

    public Collection<PSObject> Group { get; } = [];

    public string Name { get; }

    internal virtual void Add(PSObject member)
    {
        Group.Add(member);
        Count++;
    }
}

/// <summary>A group that counts its members only (-NoElement).</summary>
public sealed class GroupInfoNoElement : GroupInfo
{
    internal GroupInfoNoElement(PropertyKey key)
        : base(key)
    {
    }

    internal override void Add(PSObject member) => Count++;
}
