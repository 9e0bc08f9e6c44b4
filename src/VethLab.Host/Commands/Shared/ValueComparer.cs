using System.Globalization;
using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>Orders any two values as PowerShell does: by their type if it can, else by their text.</summary>
internal sealed class ValueComparer(bool caseSensitive, CultureInfo? culture = null) : IComparer<object?>
{
    private readonly CultureInfo _culture = culture ?? CultureInfo.CurrentCulture;

    public int Compare(object? x, object? y)
    {
        var first = Base(x);
        var second = Base(y);
        if (LanguagePrimitives.TryCompare(first, second, !caseSensitive, _culture, out var result))
            return result;
        return string.Compare(Text(first), Text(second), !caseSensitive, _culture);
    }

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(object? value) => value is null ? "" : PSObject.AsPSObject(value).ToString();
}
