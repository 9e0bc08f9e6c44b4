using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Variable.</summary>
[Cmdlet(VerbsCommon.New, "Variable", SupportsShouldProcess = true)]
public sealed class NewVariableCommand : VariableCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public string Description { get; set; } = "";

    [Parameter]
    public ScopedItemOptions Option { get; set; } = ScopedItemOptions.None;

    [Parameter]
    public SessionStateEntryVisibility Visibility { get; set; } = SessionStateEntryVisibility.Public;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (!Force && Find(WildcardPattern.Escape(Name), Scope ?? "local", null, null).Count > 0)
        {
            WriteError(new ErrorRecord(
                new SessionStateException($"A variable with name '{Name}' already exists."), "VariableAlreadyExists", ErrorCategory.ResourceExists, Name));
            return;
        }
        if (!ShouldProcess($"Name: {Name} Value: {Value}", "New variable"))
            return;
        Attempt(() =>
        {
            var variable = new PSVariable(Name, Value, Option) { Description = Description, Visibility = Visibility };
            var result = VariableScopes.New(SessionState, variable, Scope, Force);
            if (PassThru)
                WriteObject(result);
        });
    }
}
