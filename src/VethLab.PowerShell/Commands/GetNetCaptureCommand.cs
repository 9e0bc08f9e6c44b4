using System.Management.Automation;
using VethLab.Networks.Capture;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-NetCapture: the captures in the background of this process, with their counts.</summary>
[Cmdlet("Get", "NetCapture")]
[OutputType(typeof(NetCapture))]
public sealed class GetNetCaptureCommand : NetCmdlet
{
    /// <summary>Only these, by their numbers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    [ValidateNotNull]
    public Parameters.CaptureIdReference[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (Id.Length == 0 && !MyInvocation.BoundParameters.ContainsKey(nameof(Id)))
            ForEachObject(() => WriteObject(CaptureRegistry.List(), enumerateCollection: true));
        foreach (var one in Id)
            ForEachObject(() => WriteObject(CaptureRegistry.Find(one.Id)));
    }
}
