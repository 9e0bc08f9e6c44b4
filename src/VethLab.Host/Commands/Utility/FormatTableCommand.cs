using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-Table, by the engine's own formatting.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => FormatEngine.Shape(this, "Table");
}
