using System.Management.Automation;
using VethLab.Networks.Capture;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Stop-NetCapture: ends captures; their files are complete then.</summary>
[Cmdlet("Stop", "NetCapture", SupportsShouldProcess = true)]
[OutputType(typeof(NetCapture))]
public sealed class StopNetCaptureCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    public Parameters.CaptureIdReference[] Id { get; set; } = [];

    /// <summary>Return what it came to.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var one in Id)
        {
            ForEachObject(() =>
            {
                _ = CaptureRegistry.Find(one.Id);
                if (!ShouldProcess($"capture {one.Id}", "stop"))
                    return;
                var ended = CaptureRegistry.Stop(one.Id);
                if (PassThru)
                    WriteObject(ended);
            });
        }
    }
}
