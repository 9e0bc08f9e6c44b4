using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace VethLab.Host.Commands;

/// <summary>
/// One item of a -Property argument: a name, wildcards allowed, a script block, or a hash table with Name (Label),
/// Expression, and for sorting Ascending or Descending; every key may be shortened.
/// </summary>
internal sealed record PropertySelector(PSPropertyExpression Expression, string? Name, bool? Descending)
{
    private static readonly string[] NameKeys = ["name", "label"];

    /// <summary>Reads a whole -Property argument.</summary>
    /// <exception cref="PipelineStoppedException">After a terminating error about an item that is none of these.</exception>
    internal static IReadOnlyList<PropertySelector> Parse(PSCmdlet command, object[]? items) =>
        (items ?? []).Select(item => One(command, item is PSObject wrapped ? wrapped.BaseObject : item)).ToArray();

    /// <summary>The values of one object; none where it has no such property.</summary>
    internal IEnumerable<PSPropertyExpressionResult> Values(PSObject input) =>
        Expression.ResolveNames(input).SelectMany(resolved => resolved.GetValues(input) ?? []);

    private static PropertySelector One(PSCmdlet command, object? item)
    {
        switch (item)
        {
            case string { Length: > 0 } name:
                return new PropertySelector(new PSPropertyExpression(name), null, null);
            case ScriptBlock block:
                return new PropertySelector(new PSPropertyExpression(block), null, null);
            case IDictionary table:
                return FromTable(command, table);
            default:
                Refuse(command, $"Cannot convert {item?.GetType().ToString() ?? "null"} to one of the following types {{System.String, System.Management.Automation.ScriptBlock}}.", "DictionaryKeyUnknownType");
                throw new PipelineStoppedException();
        }
    }

    private static PropertySelector FromTable(PSCmdlet command, IDictionary table)
    {
        string? name = null;
        object? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            var key = entry.Key.ToString() ?? "";
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            if (key.Length > 0 && NameKeys.Any(known => known.StartsWith(key, StringComparison.OrdinalIgnoreCase)))
                name = value?.ToString();
            else if (Means(key, "expression"))
                expression = value;
            else if (Means(key, "ascending"))
                descending = !LanguagePrimitives.IsTrue(value);
            else if (Means(key, "descending"))
                descending = LanguagePrimitives.IsTrue(value);
            else if (!Means(key, "width") && !Means(key, "alignment") && !Means(key, "formatstring"))
                Refuse(command, $"The {key} key is not valid.", "DictionaryKeyIllegal");
        }
        if (expression is not (string { Length: > 0 } or ScriptBlock))
            Refuse(command, "The Expression key is missing, or is neither a string nor a script block.", "DictionaryKeyMandatoryEntry");
        var selector = expression is ScriptBlock block ? new PSPropertyExpression(block) : new PSPropertyExpression((string)expression!);
        return new PropertySelector(selector, name, descending);
    }

    private static bool Means(string key, string full) => key.Length > 0 && full.StartsWith(key, StringComparison.OrdinalIgnoreCase);

    private static void Refuse(PSCmdlet command, string message, string id) =>
        command.ThrowTerminatingError(new ErrorRecord(new NotSupportedException(message), id, ErrorCategory.InvalidArgument, null));
}
