using System.Management.Automation;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// An object by its properties: one of this module, or what became of one in JSON or CSV, whose properties are called the same. CSV writes
/// nothing for what is null, so an empty text counts as nothing.
/// </summary>
internal sealed class SavedObject(PSObject value)
{
    internal bool Has(string property) => value.Properties[property] is not null;

    /// <summary>The text of a property; null where it has none, or is no single value.</summary>
    internal string? Text(string property) => value.Properties[property]?.Value switch
    {
        null => null,
        string { Length: 0 } => null,
        string text => text,
        System.Collections.IEnumerable => null,
        var other => $"{other}" is { Length: > 0 } text ? text : null,
    };

    /// <summary>The texts of a property: one, several, or, from CSV, several in one text, with commas between them.</summary>
    internal IReadOnlyList<string> Texts(string property) => value.Properties[property]?.Value switch
    {
        null => [],
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        System.Collections.IEnumerable several => [.. several.Cast<object>().Select(one => $"{one}")],
        var other => [$"{other}"],
    };
}
