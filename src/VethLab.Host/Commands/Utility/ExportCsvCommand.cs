using System.Management.Automation;
using System.Text;
using VethLab.Host.Commands;

namespace Microsoft.PowerShell.Commands;

/// <summary>Export-Csv.</summary>
[Cmdlet(VerbsData.Export, "Csv", SupportsShouldProcess = true)]
public sealed class ExportCsvCommand : CsvWritingCommand, IDisposable
{
    private StreamWriter? _writer;
    private string[]? _existing;

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    [EncodingName]
    public Encoding Encoding { get; set; } = new UTF8Encoding(false);

    [Parameter]
    public SwitchParameter Append { get; set; }

    private protected override string[]? ExistingColumns => _existing;

    protected override void BeginProcessing()
    {
        var path = LiteralPath ?? Path;
        if (path is null)
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("You must specify either the -Path or -LiteralPath parameters, but not both."),
                "CannotSpecifyPathAndLiteralPath", ErrorCategory.InvalidData, null));
        if (!ShouldProcess(path!))
            return;
        var file = GetUnresolvedProviderPathFromPSPath(path!);
        if (Append && File.Exists(file))
            using (var reader = new StreamReader(file))
                _existing = CsvText.Record(reader.ReadLine, Delimiter)?.ToArray();
        _writer = FileTarget.Open(this, path!, LiteralPath is not null, new FileTarget.Options(Encoding, Append, Force, NoClobber));
    }

    private protected override void WriteLine(string line) => _writer?.Write(line + "\n");

    protected override void EndProcessing() => Dispose();

    public void Dispose() => _writer?.Dispose();
}
