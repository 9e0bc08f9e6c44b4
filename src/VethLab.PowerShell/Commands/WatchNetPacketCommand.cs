using System.Diagnostics;
using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Watch-NetPacket: the packets of an interface as objects, as they come.</summary>
[Cmdlet("Watch", "NetPacket")]
[OutputType(typeof(NetPacket))]
public sealed class WatchNetPacketCommand : NetCmdlet
{
    private int written;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Interface", "Name", "ifAlias")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public InterfaceOrEntryReference InterfaceAlias { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference? Namespace { get; set; }

    /// <summary>End after so many packets.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>End after so much time; with -While, so long after the block.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>Only packets of these protocols: ARP, ICMP, ICMPv6, TCP, UDP …</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PacketProtocolCompleter))]
    public string[] Protocol { get; set; } = ["*"];

    /// <summary>
    /// Capture while this runs and end with it. It runs in the caller's scope when the capture has begun, so no packet of it is missed; its output is
    /// not shown, as with Measure-Command.
    /// </summary>
    [Parameter]
    public ScriptBlock? While { get; set; }

    protected override void ProcessRecord() => ForEachObject(() =>
    {
        using var capture = new InterfaceCapture(SessionFor(InterfaceAlias, Namespace), InterfaceAlias.Name, Cancellation);
        if (While is not null)
            InvokeCommand.InvokeScript(useLocalScope: false, While, null);
        Receive(capture, While is null ? TimeoutSeconds : TimeoutSeconds ?? 0);
        if (capture.Dropped is > 0 and var lost)
            WriteWarning($"{lost} packets of {InterfaceAlias.Name} came faster than they could be shown and are missing.");
    });

    private void Receive(InterfaceCapture capture, double? seconds)
    {
        var patterns = Protocol.Select(name => NameFilter.Matching(name, WildcardOptions.IgnoreCase)).ToList();
        var watch = Stopwatch.StartNew();
        while (written < Count)
        {
            var left = seconds is { } limit ? TimeSpan.FromSeconds(Math.Max(0, limit - watch.Elapsed.TotalSeconds)) : Timeout.InfiniteTimeSpan;
            if (capture.Receive(left) is not { } packet)
                return;
            if (!patterns.Exists(matches => matches(packet.Protocol)))
                continue;
            written++;
            WriteObject(packet);
        }
    }
}
