using System.Management.Automation;
using System.Text;

namespace VethLab.Host.Commands;

/// <summary>Lines of comma-separated values (RFC 4180), with pwsh's choice of quotes.</summary>
internal static class CsvText
{
    /// <summary>One line.</summary>
    internal static string Line(IEnumerable<string?> fields, char delimiter, Microsoft.PowerShell.Commands.QuoteKind quotes) =>
        string.Join(delimiter, fields.Select(field => Field(field, delimiter, quotes)));

    /// <summary>Reads one record, which goes on over line ends inside quotes.</summary>
    /// <param name="nextLine">Returns the next line, or null at the end.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <returns>The fields, or null at the end.</returns>
    internal static List<string>? Record(Func<string?> nextLine, char delimiter)
    {
        if (nextLine() is not { } line)
            return null;
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; ; i++)
        {
            if (i == line.Length)
            {
                if (!quoted || nextLine() is not { } more)
                    break;
                field.Append('\n');
                line = more;
                i = -1;
            }
            else if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"' && (quoted || field.Length == 0))
                quoted = !quoted;
            else if (line[i] == delimiter && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(line[i]);
        }
        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>The text of a property.</summary>
    internal static string? ValueOf(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value is { } value ? LanguagePrimitives.ConvertTo<string>(value) : null;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static string Field(string? field, char delimiter, Microsoft.PowerShell.Commands.QuoteKind quotes)
    {
        if (field is null)
            return "";
        var needed = field.Contains(delimiter, StringComparison.Ordinal) || field.AsSpan().IndexOfAny('"', '\n', '\r') >= 0;
        return quotes == Microsoft.PowerShell.Commands.QuoteKind.Always || (quotes == Microsoft.PowerShell.Commands.QuoteKind.AsNeeded && needed)
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
    }
}
