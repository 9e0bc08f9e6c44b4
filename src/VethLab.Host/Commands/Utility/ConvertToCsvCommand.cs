using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertTo-Csv.</summary>
[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
public sealed class ConvertToCsvCommand : CsvWritingCommand
{
    private protected override void WriteLine(string line) => WriteObject(line);
}
