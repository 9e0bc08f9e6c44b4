using System.Collections;
using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>What ConvertTo-Csv and Export-Csv have in common. The first object decides on the columns.</summary>
public abstract class CsvWritingCommand : PSCmdlet
{
    private string[]? _columns;

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public SwitchParameter IncludeTypeInformation { get; set; }

    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    [Parameter]
    [Alias("UQ")]
    public Microsoft.PowerShell.Commands.QuoteKind UseQuotes { get; set; } = Microsoft.PowerShell.Commands.QuoteKind.Always;

    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>Columns that are there already, of a file that is appended to; null where there are none.</summary>
    private protected virtual string[]? ExistingColumns => null;

    private protected abstract void WriteLine(string line);

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        if (_columns is null)
        {
            var existing = ExistingColumns;
            _columns = existing ?? Names(InputObject);
            if (existing is null && IncludeTypeInformation)
                WriteLine($"#TYPE {InputObject.TypeNames.FirstOrDefault()}");
            if (existing is null && !NoHeader)
                WriteLine(CsvText.Line(_columns, Delimiter, UseQuotes));
        }
        WriteLine(CsvText.Line(_columns.Select(Value), Delimiter, UseQuotes));
    }

    private static string[] Names(PSObject input) => input.BaseObject is IDictionary table
        ? table.Keys.Cast<object>().Select(key => key.ToString()!).ToArray()
        : input.Properties.Select(property => property.Name).ToArray();

    private string? Value(string column) => InputObject!.BaseObject is IDictionary table
        ? (table[column] is { } value ? LanguagePrimitives.ConvertTo<string>(value) : null)
        : CsvText.ValueOf(InputObject.Properties[column]);
}
