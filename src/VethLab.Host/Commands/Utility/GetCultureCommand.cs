using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Culture. The host runs without ICU, so there is the invariant culture only.</summary>
[Cmdlet(VerbsCommon.Get, "Culture")]
[OutputType(typeof(CultureInfo))]
public sealed class GetCultureCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Host.CurrentCulture);
}
