using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-PSCallStack.</summary>
[Cmdlet(VerbsCommon.Get, "PSCallStack")]
[OutputType(typeof(CallStackFrame))]
public sealed class GetPSCallStackCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        if (System.Management.Automation.Runspaces.Runspace.DefaultRunspace?.Debugger is { } debugger)
            WriteObject(debugger.GetCallStack(), enumerateCollection: true);
    }
}
