using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Get-Member returns. The engine's format data knows the type by this name.</summary>
public sealed class MemberDefinition(string typeName, string name, PSMemberTypes memberType, string definition)
{
    public string TypeName { get; } = typeName;

    public string Name { get; } = name;

    public PSMemberTypes MemberType { get; } = memberType;

    public string Definition { get; } = definition;

    public override string ToString() => Definition;
}
