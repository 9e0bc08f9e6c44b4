using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Push-Location.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class PushLocationCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Prepare(ProviderContext context) => context.Literal = ParameterSetName == "LiteralPath";

    protected override void ProcessRecord() => Attempt(() =>
    {
        SessionState.Path.PushCurrentLocation(StackName ?? "");
        var target = ParameterSetName == "LiteralPath" ? LiteralPath : Path;
        if (target is null)
            return;
        try
        {
            var location = SessionState.Path.SetLocation(target, NewContext());
            if (PassThru)
                WriteObject(location);
        }
        catch (ItemNotFoundException)
        {
            SessionState.Path.PopLocation(StackName ?? "");
            throw;
        }
    });
}
