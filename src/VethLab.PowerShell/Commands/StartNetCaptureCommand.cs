using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Commands;

/// <summary>Start-NetCapture: captures in the background, into memory or into files.</summary>
[Cmdlet("Start", "NetCapture", DefaultParameterSetName = MemorySet, SupportsShouldProcess = true)]
[OutputType(typeof(NetCapture))]
public sealed class StartNetCaptureCommand : CaptureCmdlet
{
    private const string MemorySet = "Memory", FileSet = "File";
    private const long Megabyte = 1 << 20;

    /// <summary>The file; with -MaxFileSizeMB, files of this name with numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = string.Empty;

    /// <summary>Begin another file when one has so many megabytes.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateRange(0.01, 1048576)]
    public double? MaxFileSizeMB { get; set; }

    /// <summary>Keep only the latest files, so many of them.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateRange(1, 99999)]
    public int FileCount { get; set; } = int.MaxValue;

    /// <summary>What to say in the file.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public string? Comment { get; set; }

    /// <summary>Replace files that are there.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Memory for packets that nobody has received yet; when it is full, the oldest make room.</summary>
    [Parameter(ParameterSetName = MemorySet)]
    [ValidateRange(2, 65536)]
    public int MemoryMB { get; set; } = 64;

    protected override void ProcessRecord()
    {
        foreach (var reference in InterfaceAlias)
        {
            if (ShouldProcess($"{reference}", "capture"))
                Add(reference);
        }
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Capture is not { Links.Count: > 0 } capture)
            return;
        ForEachObject(() =>
        {
            if (ParameterSetName == FileSet)
                capture.StartToFile(WholePath(Path), Files());
            else
                capture.StartInMemory(MemoryMB * Megabyte);
            Keep();
            WriteObject(CaptureRegistry.Add(capture, FilterText));
        });
    }

    private RotatedFilesOptions Files() => new()
    {
        MaximumBytes = MaxFileSizeMB is { } size ? (long)(size * Megabyte) : long.MaxValue,
        Count = FileCount,
        Overwrite = Force,
        Comment = Comment,
        Filter = FilterText,
    };
}
