using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-List, by the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => FormatEngine.Shape(this, "List");
}
