using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>What ConvertFrom-Csv and Import-Csv have in common.</summary>
public abstract class CsvReadingCommand : PSCmdlet
{
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    /// <summary>Names of the columns, for a text without a header line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    private protected void Read(IEnumerable<string> lines)
    {
        using var source = lines.Where(line => !line.StartsWith("#TYPE", StringComparison.Ordinal)).GetEnumerator();
        string? Next() => source.MoveNext() ? source.Current : null;
        var columns = Header ?? CsvText.Record(Next, Delimiter)?.ToArray();
        if (columns is null)
            return;
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Length == 0)
                columns[i] = $"H{i + 1}";
        while (CsvText.Record(Next, Delimiter) is { } fields)
        {
            if (fields is [{ Length: 0 }])
                continue; // an empty line
            var row = new PSObject();
            for (var i = 0; i < columns.Length; i++)
                row.Properties.Add(new PSNoteProperty(columns[i], i < fields.Count ? fields[i] : null));
            WriteObject(row);
        }
    }
}
