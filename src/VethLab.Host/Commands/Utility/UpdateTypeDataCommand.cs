using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Update-TypeData: adds a member or a display rule to a type, or loads types.ps1xml files.</summary>
[Cmdlet(VerbsData.Update, "TypeData", SupportsShouldProcess = true, DefaultParameterSetName = "FileSet")]
public sealed class UpdateTypeDataCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "FileSet", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Path")]
    public string[] AppendPath { get; set; } = [];

    [Parameter(ParameterSetName = "FileSet")]
    public string[] PrependPath { get; set; } = [];

    [Parameter(ParameterSetName = "TypeDataSet", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public TypeData[] TypeData { get; set; } = [];

    [Parameter(ParameterSetName = "DynamicTypeSet", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string TypeName { get; set; } = "";

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public PSMemberTypes MemberType { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string MemberName { get; set; } = "";

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public object? Value { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public object? SecondValue { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string? DefaultDisplayProperty { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string[]? DefaultDisplayPropertySet { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string[]? DefaultKeyPropertySet { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public int SerializationDepth { get; set; } = -1;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "FileSet")
            SessionTypes.LoadTypes(this, PrependPath.Concat(AppendPath)
                .SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _))
                .Where(file => ShouldProcess($"FileName: {file}", "Update TypeData")).ToArray());
        else
            foreach (var data in ParameterSetName == "TypeDataSet" ? TypeData : [NewData()])
                if (ShouldProcess($"TypeName: {data.TypeName}", "Update TypeData"))
                    foreach (var complaint in SessionTypes.Update(this, data, remove: false))
                        WriteError(new ErrorRecord(
                            new RuntimeException(complaint), "TypesDynamicUpdateException", ErrorCategory.InvalidOperation, null));
    }

    private TypeData NewData()
    {
        var data = new TypeData(TypeName) { IsOverride = Force, DefaultDisplayProperty = DefaultDisplayProperty };
        if (DefaultDisplayPropertySet is not null)
            data.DefaultDisplayPropertySet = new PropertySetData(DefaultDisplayPropertySet);
        if (DefaultKeyPropertySet is not null)
            data.DefaultKeyPropertySet = new PropertySetData(DefaultKeyPropertySet);
        if (SerializationDepth >= 0)
            data.SerializationDepth = (uint)SerializationDepth;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(MemberType)))
            data.Members.Add(MemberName, NewMember());
        return data;
    }

    private TypeMemberData NewMember()
    {
        switch (MemberType)
        {
            case PSMemberTypes.NoteProperty:
                return new NotePropertyData(MemberName, Value);
            case PSMemberTypes.AliasProperty:
                return new AliasPropertyData(MemberName, LanguagePrimitives.ConvertTo<string>(Value));
            case PSMemberTypes.ScriptProperty:
                return new ScriptPropertyData(MemberName, Block(Value), Block(SecondValue));
            case PSMemberTypes.ScriptMethod:
                return new ScriptMethodData(MemberName, Block(Value));
            default:
                ThrowTerminatingError(new ErrorRecord(
                    new PSNotSupportedException($"Members of type {MemberType} cannot be added here."),
                    "CannotUpdateMemberType", ErrorCategory.InvalidOperation, null));
                throw new PipelineStoppedException();
        }
    }

    private static ScriptBlock? Block(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<ScriptBlock>(value);
}
