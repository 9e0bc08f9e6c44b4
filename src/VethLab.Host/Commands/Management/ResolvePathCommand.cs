using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Resolve-Path.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo), typeof(string))]
public sealed class ResolvePathCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Relative { get; set; }

    [Parameter]
    public string? RelativeBasePath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Prepare(ProviderContext context)
    {
        context.Literal = ParameterSetName == "LiteralPath";
        context.Force = Force;
    }

    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == "LiteralPath" ? LiteralPath : Path)
            Attempt(() => Resolve(path));
    }

    private void Resolve(string path)
    {
        foreach (var found in SessionState.Path.GetResolvedPSPathFromPSPath(path, NewContext()))
            if (Relative || RelativeBasePath is not null)
                WriteObject(RelativeTo(RelativeBasePath, found));
            else
                WriteObject(found);
    }

    private string RelativeTo(string? given, PathInfo found)
    {
        var basePath = given is null ? SessionState.Path.CurrentFileSystemLocation.ProviderPath : GetUnresolvedProviderPathFromPSPath(given);
        var relative = System.IO.Path.GetRelativePath(basePath, found.ProviderPath);
        return relative.StartsWith("..", StringComparison.Ordinal) || relative == "." ? relative : "./" + relative;
    }
}
