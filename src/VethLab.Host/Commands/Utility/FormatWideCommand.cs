using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-Wide, by the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "Wide")]
public sealed class FormatWideCommand : OuterFormatTableAndListBase
{
    public FormatWideCommand() => FormatEngine.Shape(this, "Wide");

    [Parameter]
    public SwitchParameter AutoSize { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Column { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        FormattingParameters.SetWide(this, Column, AutoSize.IsPresent ? AutoSize.ToBool() : null);
    }
}
