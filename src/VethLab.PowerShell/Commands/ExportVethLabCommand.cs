using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Export;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Export-VethLab: writes a running lab in a format of choice, into the pipeline or to a file.</summary>
[Cmdlet(VerbsData.Export, "VethLab", SupportsShouldProcess = true, DefaultParameterSetName = "Output")]
[OutputType(typeof(string))]
public sealed class ExportVethLabCommand : NetCmdlet
{
    /// <summary>Where each file of this call went: the lab that is in it.</summary>
    private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public LabReference[] Name { get; set; } = [];

    /// <summary>With -Path it may be left out where the file's extension says it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Output")]
    [Parameter(ParameterSetName = "Path")]
    public LabFormat? As { get; set; }

    /// <summary>A file; or a folder that exists, in which each lab gets a file with its name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replace a file that exists.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var lab in Name)
        {
            ForEachObject(() =>
            {
                if (Path is null)
                    WriteObject(LabFormats.Write(lab.Name, As!.Value));
                else
                    WriteFile(lab.Name, Path);
            });
        }
    }

    private void WriteFile(string lab, string given)
    {
        var path = ResolvePath(given);
        if (Directory.Exists(path))
        {
            if (As is null)
                throw new NetworkException(NetworkError.InvalidValue, $"'{given}' is a folder, which does not say in which format the file shall be.", given, "Say -As as well.");
            path = System.IO.Path.Combine(path, lab + LabFormats.ExtensionOf(As.Value));
        }
        else if (written.TryGetValue(path, out var other))
        {
            throw new NetworkException(
                NetworkError.FileExists, $"'{given}' holds lab {other} already, from this same command.", given,
                "Name a folder that exists, and say -As: each lab gets a file of its own.");
        }
        var format = As ?? LabFormats.Of(path);
        _ = LabFile.Check(path, Force);
        var text = LabFormats.Write(lab, format);
        if (!ShouldProcess(path, $"Write lab {lab} as {format}"))
            return;
        LabFile.Write(path, text.EndsWith('\n') ? text : text + "\n", Force);
        written[path] = lab;
    }

    private string ResolvePath(string path)
    {
        try
        {
            var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? System.IO.Path.TrimEndingDirectorySeparator(resolved)
                : throw new NetworkException(NetworkError.InvalidValue, $"'{path}' is no file but something of {provider.Name}.", path, "Name a file.");
        }
        catch (Exception failure) when (failure is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new NetworkException(NetworkError.InvalidValue, failure.Message, path, "Check the path.", failure);
        }
    }
}
