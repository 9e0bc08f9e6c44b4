using System.Management.Automation;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.PowerShell.Commands;

/// <summary>Export-NetCapture: writes packets from the pipeline as pcapng, or draws their ways.</summary>
[Cmdlet("Export", "NetCapture", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetCaptureCommand : NetCmdlet
{
    private readonly Dictionary<CaptureLink, int> numbers = [];
    private readonly List<NetPacket> drawn = [];
    private PcapngWriter? writer;
    private StreamWriter? picture;
    private string path = string.Empty;
    private bool isRefused;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public NetPacket[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <summary>The packets, or a picture of their ways; by default as the name's end says, and else the packets.</summary>
    [Parameter]
    public CaptureFormat As { get; set; }

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
        // Without its file it can do nothing, so that what is wrong with that ends it.
        try
        {
            path = WholePath(Path);
            isRefused = !ShouldProcess(path, IsPicture ? "draw packets" : "write packets");
            if (isRefused)
                return;
            if (IsPicture)
                picture = CaptureFiles.Make(path, () => new StreamWriter(new FileStream(path, Force ? FileMode.Create : FileMode.CreateNew)));
            else
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
        if (picture is not null)
        {
            drawn.AddRange(InputObject);
            return;
        }
        foreach (var packet in InputObject)
            ForEachObject(() => Write(packet));
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (isRefused)
            return;
        ForEachObject(() => CaptureFiles.Make(path, () =>
        {
            writer?.Flush();
            picture?.Write(LadderSvg.Draw(TrailGrouping.Group(drawn, TrailGrouping.Longest), Comment));
            picture?.Flush();
            return true;
        }));
        if (PassThru)
            WriteObject(new FileInfo(path));
    }

    protected override void Dispose(bool disposing)
    {
        writer?.Dispose();
        picture?.Dispose();
        base.Dispose(disposing);
    }

    private bool IsPicture =>
        IsTyped(nameof(As)) ? As == CaptureFormat.Svg : path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private void Write(NetPacket packet) => CaptureFiles.Make(writer!.Path, () =>
    {
        var link = packet.ToFileLink();
        if (!numbers.TryGetValue(link, out var number))
            numbers[link] = number = writer.Add(link);
        writer.Write(new FrameView(packet.ToFrame()), number);
        return true;
    });
}
