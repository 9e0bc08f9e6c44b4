using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-Custom, by the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "Custom")]
public sealed class FormatCustomCommand : OuterFormatTableAndListBase
{
    public FormatCustomCommand() => FormatEngine.Shape(this, "Complex");

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 5;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        FormattingParameters.SetDepth(this, Depth);
    }
}
