using System.Management.Automation;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Remove-Alias.</summary>
[Cmdlet(VerbsCommon.Remove, "Alias")]
public sealed class RemoveAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            if (AliasScopes.List(SessionState, null).Any(alias => string.Equals(alias.Name, name, StringComparison.OrdinalIgnoreCase)))
                AliasScopes.Remove(SessionState, name, Force);
            else
                WriteError(new ErrorRecord(
                    new ItemNotFoundException($"This command cannot find a matching alias because an alias with the name '{name}' does not exist."),
                    "ItemNotFoundException", ErrorCategory.ObjectNotFound, name));
    }
}
