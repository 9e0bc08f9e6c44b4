using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Commands;

/// <summary>Export-NetCapture: writes packets from the pipeline as pcapng.</summary>
[Cmdlet("Export", "NetCapture", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetCaptureCommand : NetCmdlet
{
    private readonly Dictionary<CaptureLink, int> numbers = [];
    private PcapngWriter? writer;
    private bool isRefused;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public NetPacket[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <summary>What to say in the file.</summary>
    [Parameter]
    public string? Comment { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        isRefused = !ShouldProcess(path, "write packets");
        if (isRefused)
            return;
        // Without its file it can do nothing, so that this ends it.
        try
        {
            writer = CaptureFiles.Make(path, () => new PcapngWriter(path, Force, Comment));
        }
        catch (Networks.Errors.NetworkException failure)
        {
            ThrowTerminatingError(Errors.ErrorRecords.From(failure));
        }
    }

    protected override void ProcessRecord()
    {
        if (isRefused)
            return;
        foreach (var packet in InputObject)
            ForEachObject(() => Write(packet));
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (writer is null)
            return;
        ForEachObject(() => CaptureFiles.Make(writer.Path, () =>
        {
            writer.Flush();
            return true;
        }));
        if (PassThru)
            WriteObject(new FileInfo(writer.Path));
    }

    protected override void Dispose(bool disposing)
    {
        writer?.Dispose();
        base.Dispose(disposing);
    }

    private void Write(NetPacket packet) => CaptureFiles.Make(writer!.Path, () =>
    {
        var link = packet.ToFileLink();
        if (!numbers.TryGetValue(link, out var number))
            numbers[link] = number = writer.Add(link);
        writer.Write(new FrameView(packet.ToFrame()), number);
        return true;
    });
}
