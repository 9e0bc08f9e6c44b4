using System.Diagnostics;
using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.PowerShell.Errors;

namespace VethLab.PowerShell.Commands;

/// <summary>Watch-NetPacket: the packets of interfaces as objects, as they come, in the order of time.</summary>
[Cmdlet("Watch", "NetPacket")]
[OutputType(typeof(NetPacket))]
public sealed class WatchNetPacketCommand : CaptureCmdlet
{
    /// <summary>Room for what comes faster than it is taken.</summary>
    private const long MemoryBytes = 256 << 20;

    private int written;

    /// <summary>End after so many packets.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>End after so much time; with -While, so long after the block.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>
    /// Capture while this runs and end with it. It runs in the caller's scope when the capture has begun, so no packet of it is missed; its output is
    /// not shown, as with Measure-Command.
    /// </summary>
    [Parameter]
    public ScriptBlock? While { get; set; }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Capture is null or { Links.Count: 0 })
            return;
        ForEachObject(() =>
        {
            Capture.StartInMemory(MemoryBytes);
            if (While is not null)
                InvokeCommand.InvokeScript(useLocalScope: false, While, null);
            Receive(Capture.Store!, While is null ? TimeoutSeconds : TimeoutSeconds ?? 0);
            Capture.Stop();
            Report();
        });
    }

    private void Receive(FrameStore store, double? seconds)
    {
        var watch = Stopwatch.StartNew();
        while (written < Count)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (store.TryTake(out var frame, out var link))
            {
                written++;
                WriteObject(PacketDecoder.Decode(frame, link));
                continue;
            }
            if (store.IsDrained)
                return;
            var left = seconds is { } limit ? TimeSpan.FromSeconds(Math.Max(0, limit - watch.Elapsed.TotalSeconds)) : Timeout.InfiniteTimeSpan;
            // What was captured until now is on its way into the store; when that is complete, it is drained.
            if (left == TimeSpan.Zero)
                Capture!.Stop();
            else
                store.Wait(left, Cancellation);
        }
    }

    private void Report()
    {
        foreach (var fault in Capture!.Faults)
            WriteError(ErrorRecords.From(fault));
        var lost = Capture.Counts().Where(link => link.Dropped > 0).Select(link => $"{link.Dropped} of {link.Interface}").ToList();
        if (Capture.Store!.Discarded > 0)
            lost.Add($"{Capture.Store.Discarded} in memory");
        if (lost.Count > 0)
            WriteWarning($"Packets came faster than they could be shown and are missing: {string.Join(", ", lost)}.");
    }
}
