using System.Management.Automation;

namespace VethLab.PowerShell.Parameters;

/// <summary>Selects by a name or wildcard as Get- cmdlets do: names of Linux are case-sensitive, and a plain name that is missing is an error.</summary>
internal static class NameFilter
{
    internal static IReadOnlyList<T> Select<T>(IEnumerable<T> all, Func<T, string> nameOf, string pattern, Func<Exception?> missing)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(pattern);
        var wildcard = new WildcardPattern(pattern, WildcardOptions.None);
        // Without a wildcard there may still be escaped ones in it: a`[1`] is the name a[1].
        var plain = WildcardPattern.Unescape(pattern);
        var found = all.Where(item => isPattern ? wildcard.IsMatch(nameOf(item)) : nameOf(item) == pattern || nameOf(item) == plain).ToList();
        if (found.Count == 0 && !isPattern && missing() is { } failure)
            throw failure;
        return found;
    }
}
