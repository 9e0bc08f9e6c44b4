using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Writes command lines that mend something, for the caller's PowerShell.</summary>
internal static class Repair
{
    /// <summary>" -Namespace ns01"; nothing for the caller's own namespace where that has no name.</summary>
    internal static string On(PathSpace space) => NameOf(space) is { } name ? $" -Namespace {name}" : string.Empty;

    /// <summary>Other programs' commands, in a namespace.</summary>
    internal static string Inside(PathSpace space, params IEnumerable<string> commands)
    {
        var all = string.Join("; ", commands);
        return NameOf(space) is { } name ? $"Invoke-NetNamespace {name} {{ {all} }}" : all;
    }

    /// <summary>Several steps in one line.</summary>
    internal static string Join(params IEnumerable<string?> steps) => string.Join("; ", steps.Where(step => !string.IsNullOrEmpty(step)));

    internal static string Sysctl(PathSpace space, string key, string value) => Inside(space, $"Set-Content /proc/sys/net/{Word(key)} {value}");

    internal static string Up(PathEnd end) => $"Set-NetInterface {Word(end.Name)}{On(end.Space)} -Up";

    /// <summary>A word of PowerShell, quoted where it has to be.</summary>
    internal static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') && text[0] != '-'
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? NameOf(PathSpace space) => space.Session switch
    {
        { Name: { } name } => Word(name),
        { IsHere: true } => null,
        _ => NamespaceLocator.ProcessIn(space.Session.Handle.Inode) is { } process ? $"pid:{process}" : null,
    };
}
