using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Set-Location. `-` and `+` go back and forth in the history of locations.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter(ParameterSetName = "Stack", ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Prepare(ProviderContext context) => context.Literal = ParameterSetName == "LiteralPath";

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Stack")
        {
            var stack = SessionState.Path.SetDefaultLocationStack(StackName);
            if (PassThru)
                WriteObject(stack);
            return;
        }
        var target = ParameterSetName == "LiteralPath" ? LiteralPath : Path;
        if (string.IsNullOrEmpty(target))
            target = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Attempt(() =>
        {
            var location = SessionState.Path.SetLocation(target, NewContext());
            if (PassThru)
                WriteObject(location);
        });
    }
}
