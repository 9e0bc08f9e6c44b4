using System.Collections;
using System.Globalization;
using System.Reflection;

namespace VethLab.Tests.Differential;

/// <summary>All public properties of a snapshot as texts, so that none can be forgotten in a comparison.</summary>
internal static class PropertyText
{
    internal const string Nothing = "-";

    internal static SortedDictionary<string, string> Of(object snapshot, params string[] except)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in snapshot.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!except.Contains(property.Name))
                properties[property.Name] = Of(property.GetValue(snapshot));
        }
        return properties;
    }

    internal static string Of(object? value) => value switch
    {
        null => Nothing,
        string text => text,
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Of))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? Nothing,
    };
}
