using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Select-String returns. The engine's format data knows the type by this name, and calls ToEmphasizedString.</summary>
public sealed class MatchInfo
{
    private const string InputStream = "InputStream";

    internal MatchInfo(string line, int number, string? path, string pattern, Match[] matches, bool ignoreCase)
    {
        Line = line;
        LineNumber = number;
        Path = path ?? InputStream;
        Pattern = pattern;
        Matches = matches;
        IgnoreCase = ignoreCase;
    }

    public bool IgnoreCase { get; }

    public int LineNumber { get; }

    public string Line { get; }

    public string Filename => System.IO.Path.GetFileName(Path);

    public string Path { get; }

    public string Pattern { get; }

    public Match[] Matches { get; }

    public string RelativePath(string directory) =>
        directory.Length > 0 && Path.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal) ? Path[(directory.TrimEnd('/').Length + 1)..] : Path;

    public override string ToString() => ToString("");

    public string ToString(string directory) => Path == InputStream ? Line : $"{RelativePath(directory)}:{LineNumber}:{Line}";

    public string ToEmphasizedString(string directory) => ToString(directory);
}
