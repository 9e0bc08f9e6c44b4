using System.Management.Automation;
using VethLab.Host.Engine;

namespace VethLab.Host.Commands;

/// <summary>What Set-Alias and New-Alias have in common.</summary>
public abstract class WriteAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Value { get; set; } = "";

    [Parameter]
    public string Description { get; set; } = "";

    [Parameter]
    public ScopedItemOptions Option { get; set; } = ScopedItemOptions.None;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string? Scope { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected void Write(string action)
    {
        if (!ShouldProcess($"Name: {Name} Value: {Value}", action))
            return;
        try
        {
            var alias = AliasScopes.Set(SessionState, Name, Value, Option, Scope, Force, MyInvocation.CommandOrigin);
            if (PassThru)
                WriteObject(alias);
        }
        catch (SessionStateException failure)
        {
            WriteError(new ErrorRecord(failure.ErrorRecord, failure));
        }
    }
}
