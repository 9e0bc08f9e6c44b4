using System.Management.Automation;

namespace VethLab.PowerShell.Parameters;

/// <summary>Selects by a property as Get- cmdlets do: any of some wildcards, without regard to case; where none were given, everything.</summary>
internal static class ValueFilter
{
    internal static bool Matches(string[]? patterns, string? value) =>
        patterns is null || Array.Exists(patterns, pattern => NameFilter.Matching(pattern, WildcardOptions.IgnoreCase)(value ?? string.Empty));

    /// <summary>The same for addresses, which are equal where they mean the same: IPv6 has many ways to write one.</summary>
    internal static bool MatchesAddress(string[]? patterns, string? value) =>
        Matches(patterns is null ? null : Array.ConvertAll(patterns, Canonical), value);

    private static string Canonical(string pattern) =>
        Linux.Route.IPPrefix.TryParseAddress(pattern, out var address) ? address.ToString() : pattern;
}
