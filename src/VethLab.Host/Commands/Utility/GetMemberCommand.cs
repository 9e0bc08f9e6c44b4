using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Member: one list per type in the pipeline.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
[OutputType(typeof(MemberDefinition))]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _shown = new(StringComparer.OrdinalIgnoreCase);

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    [Parameter]
    public PSMemberViewTypes View { get; set; } = PSMemberViewTypes.Adapted | PSMemberViewTypes.Extended;

    [Parameter]
    public SwitchParameter Static { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null || InputObject == AutomationNull.Value)
            return;
        var type = InputObject.BaseObject as Type ?? InputObject.BaseObject.GetType();
        var typeName = Static ? type.FullName! : InputObject.TypeNames.FirstOrDefault() ?? "<null>";
        if (!_shown.Add(typeName))
            return;
        foreach (var pattern in Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)))
            foreach (var member in Members(type, typeName)
                .Where(member => (member.MemberType & MemberType) != 0 && pattern.IsMatch(member.Name))
                .OrderBy(member => member.MemberType.ToString(), StringComparer.OrdinalIgnoreCase)
                .ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase))
                WriteObject(member);
    }

    protected override void EndProcessing()
    {
        if (_shown.Count == 0)
            WriteError(new ErrorRecord(
                new InvalidOperationException("You must specify an object for the Get-Member cmdlet."),
                "NoObjectInGetMember", ErrorCategory.CloseError, null));
    }

    private IEnumerable<MemberDefinition> Members(Type type, string typeName) => Static
        ? StaticMembers(type, typeName)
        : InputObject!.Members
            .Where(member => Force || (!IsSpecial(member) && !HiddenNames.Contains(member.Name)))
            .Where(member => InView(member.MemberType))
            .Select(member => new MemberDefinition(typeName, member.Name, member.MemberType, member.ToString() ?? ""));

    private static readonly HashSet<string> HiddenNames = ["psobject", "pstypenames", "psadapted", "psbase", "psextended"];

    private bool InView(PSMemberTypes member)
    {
        const PSMemberTypes adapted = PSMemberTypes.Property | PSMemberTypes.ParameterizedProperty | PSMemberTypes.Method | PSMemberTypes.Event;
        return (member & adapted) != 0
            ? (View & (PSMemberViewTypes.Adapted | PSMemberViewTypes.Base)) != 0
            : (View & PSMemberViewTypes.Extended) != 0;
    }

    /// <summary>Accessors, operators and constructors are shown with -Force only.</summary>
    private static bool IsSpecial(PSMemberInfo member) => member is PSMethodInfo
        && (member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal)
            || member.Name.StartsWith("add_", StringComparison.Ordinal) || member.Name.StartsWith("remove_", StringComparison.Ordinal)
            || member.Name.StartsWith("op_", StringComparison.Ordinal) || member.Name == ".ctor");

    private static IEnumerable<MemberDefinition> StaticMembers(Type type, string typeName)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        foreach (var methods in type.GetMethods(flags).Where(method => !method.IsSpecialName).GroupBy(method => method.Name))
            yield return new MemberDefinition(typeName, methods.Key, PSMemberTypes.Method, Overloads(type, methods.Key));
        foreach (var property in type.GetProperties(flags))
            yield return new MemberDefinition(typeName, property.Name, PSMemberTypes.Property,
                $"static {ToStringCodeMethods.Type(PSObject.AsPSObject(property.PropertyType))} {property.Name} {{get;{(property.CanWrite ? "set;" : "")}}}");
        foreach (var field in type.GetFields(flags))
            yield return new MemberDefinition(typeName, field.Name, PSMemberTypes.Property,
                $"static {ToStringCodeMethods.Type(PSObject.AsPSObject(field.FieldType))} {field.Name} {{get;{(field.IsInitOnly || field.IsLiteral ? "" : "set;")}}}");
    }

    private static string Overloads(Type type, string name) =>
        ScriptBlock.Create("param($t, $n) $t::$n.OverloadDefinitions").Invoke(type, name) is { Count: > 0 } found
            ? string.Join(", ", found.Select(overload => overload.ToString()))
            : name;
}
