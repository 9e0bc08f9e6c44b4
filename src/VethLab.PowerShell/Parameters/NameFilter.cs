using System.Management.Automation;

namespace VethLab.PowerShell.Parameters;

/// <summary>Selects by a name or wildcard as Get- cmdlets do: names of Linux are case-sensitive, and a plain name that is missing is an error.</summary>
internal static class NameFilter
{
    internal static IReadOnlyList<T> Select<T>(IEnumerable<T> all, Func<T, string> nameOf, string pattern, Func<Exception?> missing)
    {
        var matches = Matching(pattern);
        var found = all.Where(item => matches(nameOf(item))).ToList();
        if (found.Count == 0 && !IsPattern(pattern) && missing() is { } failure)
            throw failure;
        return found;
    }

    /// <summary>Whether a text is a wildcard pattern; any other is a plain name.</summary>
    internal static bool IsPattern(string text) => TryParse(text, WildcardOptions.None) is not null;

    /// <summary>What tells the names that a pattern or a plain name means.</summary>
    internal static Predicate<string> Matching(string text, WildcardOptions options = WildcardOptions.None)
    {
        if (TryParse(text, options) is { } pattern)
            return pattern.IsMatch;
        var comparison = options == WildcardOptions.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        // Without a wildcard there may still be escaped ones in it: a`[1`] is the name a[1].
        var plain = WildcardPattern.Unescape(text);
        return name => name.Equals(text, comparison) || name.Equals(plain, comparison);
    }

    /// <summary>The pattern; null where it is none. Not every text with wildcard characters is one: "[" alone cannot be, but may be a name.</summary>
    private static WildcardPattern? TryParse(string text, WildcardOptions options)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
            return null;
        var pattern = new WildcardPattern(text, options);
        try
        {
            _ = pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
