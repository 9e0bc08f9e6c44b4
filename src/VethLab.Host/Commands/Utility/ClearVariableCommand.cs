using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Clear-Variable.</summary>
[Cmdlet(VerbsCommon.Clear, "Variable", SupportsShouldProcess = true)]
public sealed class ClearVariableCommand : VariableCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            foreach (var variable in FindOrComplain(name, Scope, Include, Exclude))
                if (ShouldProcess($"Name: {variable.Name}", "Clear variable"))
                    Attempt(() =>
                    {
                        if (Force && (variable.Options & ScopedItemOptions.ReadOnly) != 0)
                            variable.Options &= ~ScopedItemOptions.ReadOnly;
                        variable.Value = null;
                        if (PassThru)
                            WriteObject(variable);
                    });
    }
}
