using System.Management.Automation;
using System.Text;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Import-Csv.</summary>
[Cmdlet(VerbsData.Import, "Csv")]
public sealed class ImportCsvCommand : CsvReadingCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    [EncodingName]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    protected override void ProcessRecord()
    {
        var files = LiteralPath.Length > 0
            ? LiteralPath.Select(GetUnresolvedProviderPathFromPSPath)
            : Path.SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _));
        foreach (var file in files)
            try
            {
                Read(File.ReadLines(file, Encoding));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(failure, "FileOpenFailure", ErrorCategory.OpenError, file));
            }
    }
}
