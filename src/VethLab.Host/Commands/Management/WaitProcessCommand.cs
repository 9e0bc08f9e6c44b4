using System.Diagnostics;
using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Wait-Process, with -Timeout in seconds.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Process", DefaultParameterSetName = "Name")]
[OutputType(typeof(Process))]
public sealed class WaitProcessCommand : PSCmdlet
{
    private readonly List<Process> _processes = [];

    [Parameter(Position = 0, ParameterSetName = "Name", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(ParameterSetName = "Id", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PID", "ProcessId")]
    public int[] Id { get; set; } = [];

    [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
    public Process[] InputObject { get; set; } = [];

    [Parameter(Position = 1)]
    [Alias("TimeoutSec")]
    [ValidateRange(0, 32767)]
    public int Timeout { get; set; } = -1;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => _processes.AddRange(ParameterSetName switch
    {
        "Id" => ProcessSelection.ById(this, Id),
        "InputObject" => InputObject,
        _ => ProcessSelection.ByName(this, Name),
    });

    protected override void EndProcessing()
    {
        var clock = Stopwatch.StartNew();
        foreach (var process in _processes)
        {
            // In slices, so that Ctrl+C ends the wait. A process that is no child of this one is polled by .NET anyway.
            while (!Stopping && !process.WaitForExit(100) && (Timeout < 0 || clock.Elapsed.TotalSeconds < Timeout))
            {
            }
            if (!process.HasExited)
                WriteError(new ErrorRecord(
                    new TimeoutException($"Process \"{process.ProcessName} ({process.Id})\" did not end within {Timeout} seconds."),
                    "ProcessNotTerminated", ErrorCategory.CloseError, process));
            if (PassThru)
                WriteObject(process);
        }
    }
}
