using System.Collections.ObjectModel;
using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Commands;

/// <summary>Import-NetCapture: the packets of pcap and pcapng files as the objects that Watch-NetPacket returns.</summary>
[Cmdlet("Import", "NetCapture")]
[OutputType(typeof(NetPacket))]
public sealed class ImportNetCaptureCommand : PacketFilterCmdlet
{
    /// <summary>Files, by name or wildcard.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>End after so many packets.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    private int written;

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            ForEachObject(() =>
            {
                foreach (var file in Resolve(path))
                    Import(file);
            });
        }
    }

    private Collection<string> Resolve(string path) => WildcardPattern.ContainsWildcardCharacters(path) && SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found
        ? found
        : [WholePath(path)];

    private void Import(string path)
    {
        var (filter, _) = ReadFilter();
        using var reader = CaptureFiles.Open(path);
        var settings = new CaptureSettings { Filter = filter, Expression = Filter };
        var filters = new FileFilter(settings);
        while (written < Count)
        {
            Cancellation.ThrowIfCancellationRequested();
            var (has, frame, link) = CaptureFiles.Read(path, () => (reader.TryRead(out var read, out var from), read, from));
            if (!has)
                break;
            if (!filters.LetsThrough(frame))
                continue;
            written++;
            WriteObject(PacketDecoder.Decode(frame, link));
        }
        if (reader.IsCut)
            WriteWarning($"'{path}' ends in the middle of a packet: whoever wrote it was stopped, or is still at it. What comes before is whole.");
        if (reader.Dropped > 0)
            WriteWarning($"'{path}' says that {reader.Dropped} packets were lost when it was captured.");
    }
}
