using System.Collections;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace VethLab.Host.Commands;

/// <summary>Reads JSON into objects or hash tables, as ConvertFrom-Json of pwsh does.</summary>
internal sealed class JsonValues(bool asHashtable, int depth)
{
    /// <summary>Reads one text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or nested too deep.</exception>
    /// <exception cref="InvalidOperationException">Keys that an object cannot have: twice the same, or none.</exception>
    internal object? Read(string text)
    {
        var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = depth };
        using var document = JsonDocument.Parse(text, options);
        return Value(document.RootElement);
    }

    private object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => asHashtable ? Table(element) : Object(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Text in the form of an ISO 8601 date with a time is a date.</summary>
    private static object Text(JsonElement element)
    {
        var text = element.GetString()!;
        return text.Length >= 19 && text[10] == 'T' && element.TryGetDateTime(out var date) ? date : text;
    }

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt64(out var number))
            return number;
        var raw = element.GetRawText();
        return raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? BigInteger.Parse(raw, System.Globalization.CultureInfo.InvariantCulture)
            : element.GetDouble();
    }

    private PSObject Object(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Length == 0)
                throw new InvalidOperationException("The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.");
            if (result.Properties[property.Name] is { } existing && existing.Name != property.Name)
                throw new InvalidOperationException($"Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. The key that was attempted to be added to the existing key '{existing.Name}' was '{property.Name}'.");
            result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name, Value(property.Value)));
        }
        return result;
    }

    private OrderedHashtable Table(JsonElement element)
    {
        var table = new OrderedHashtable();
        foreach (var property in element.EnumerateObject())
            table[property.Name] = Value(property.Value);
        return table;
    }
}
