using System.Management.Automation;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertFrom-Csv.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Csv")]
public sealed class ConvertFromCsvCommand : CsvReadingCommand
{
    private readonly List<string> _lines = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public PSObject[] InputObject { get; set; } = [];

    protected override void ProcessRecord() => _lines.AddRange(InputObject.SelectMany(text => text.ToString().ReplaceLineEndings("\n").Split('\n')));

    protected override void EndProcessing() => Read(_lines);
}
