using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;
using VethLab.PowerShell.Completion;

namespace VethLab.PowerShell.Commands;

/// <summary>Receive-NetCapture: the packets that a capture in memory has had since they were received last.</summary>
[Cmdlet("Receive", "NetCapture")]
[OutputType(typeof(NetPacket))]
public sealed class ReceiveNetCaptureCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CaptureCompleter))]
    public Parameters.CaptureIdReference[] Id { get; set; } = [];

    /// <summary>End after so many packets of a capture; the others stay for the next time.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    protected override void ProcessRecord()
    {
        foreach (var one in Id)
        {
            ForEachObject(() =>
            {
                var store = CaptureRegistry.PacketsOf(one.Id);
                for (var written = 0; written < Count && store.TryTake(out var frame, out var link); written++)
                {
                    Cancellation.ThrowIfCancellationRequested();
                    WriteObject(PacketDecoder.Decode(frame, link));
                }
                CaptureRegistry.ForgetDrained(one.Id);
            });
        }
    }
}
