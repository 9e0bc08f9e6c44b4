using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Set-Item: the value of a variable, a function, an alias, an environment variable.</summary>
[Cmdlet(VerbsCommon.Set, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class SetItemCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public override string[] Path { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Prepare(ProviderContext context)
    {
        base.Prepare(context);
        context.PassThru = PassThru;
    }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Attempt(() => InvokeProvider.Item.Set(path, Value, NewContext()));
    }
}
