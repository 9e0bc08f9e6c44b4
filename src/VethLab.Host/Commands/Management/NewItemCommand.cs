using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Item: files, directories, links, variables, functions, environment variables.</summary>
[Cmdlet(VerbsCommon.New, "Item", DefaultParameterSetName = "pathSet", SupportsShouldProcess = true)]
public sealed class NewItemCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "pathSet", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = "nameSet", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "nameSet", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Type")]
    public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Prepare(ProviderContext context) => context.Force = Force;

    private protected override object? FindDynamicParameters(ProviderContext context)
    {
        var first = Path.Length == 0 ? "." : string.IsNullOrEmpty(Name) ? WildcardPattern.Escape(Path[0]) : Path[0];
        return InvokeProvider.Item.NewItemDynamicParameters(first, ItemType, Value, context);
    }

    protected override void ProcessRecord()
    {
        foreach (var path in Path.Length > 0 ? Path : [""])
            Attempt(() => InvokeProvider.Item.New(path, Name, ItemType, Value, NewContext()));
    }
}
