using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Stop-Process: kills by id, name or object.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Process", DefaultParameterSetName = "Id", SupportsShouldProcess = true)]
[OutputType(typeof(Process))]
public sealed class StopProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Id", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public int[] Id { get; set; } = [];

    [Parameter(ParameterSetName = "Name", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 0, ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
    public Process[] InputObject { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var found = ParameterSetName switch
        {
            "Id" => ProcessSelection.ById(this, Id),
            "InputObject" => InputObject,
            _ => ProcessSelection.ByName(this, Name),
        };
        foreach (var process in found)
            if (process.HasExited || ShouldProcess($"{process.ProcessName} ({process.Id})"))
                Stop(process);
    }

    private void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill();
            if (PassThru)
                WriteObject(process);
        }
        catch (Win32Exception failure)
        {
            WriteError(new ErrorRecord(failure, "CouldNotStopProcess", ErrorCategory.CloseError, process));
        }
    }
}
