using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace VethLab.PowerShell.Completion;

/// <summary>
/// Words of a command line: what the user means by the one that is begun, and how one is written so that the parser reads it back (about_Parsing,
/// about_Quoting_Rules).
/// </summary>
internal static class CompletionWord
{
    /// <summary>What a word means so far, without its quotes, of which the second may be missing.</summary>
    internal static string Read(string word) => word switch
    {
        ['\'', ..] => Trim(word, '\'').Replace("''", "'", StringComparison.Ordinal),
        ['"', ..] => Unescape(Trim(word, '"').Replace("\"\"", "\"", StringComparison.Ordinal)),
        _ => Unescape(word),
    };

    /// <summary>Whether a text begins with a word, or is like it where the word is a wildcard; without regard to case.</summary>
    internal static bool Begins(string text, string word)
    {
        if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            return WildcardPattern.ContainsWildcardCharacters(word) && new WildcardPattern(word + "*", WildcardOptions.IgnoreCase).IsMatch(text);
        }
        catch (WildcardPatternException)
        {
            // It has a bracket that nothing closes yet.
            return false;
        }
    }

    /// <summary>Writes a text as a word: in quotes where a bare one would be read as an operator or a parameter.</summary>
    internal static string Write(string text) =>
        text.Length > 0 && text[0] != '-' && text.All(IsPlain) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "-_./:".Contains(c, StringComparison.Ordinal);

    private static string Trim(string word, char quote) => word.Length > 1 && word[^1] == quote ? word[1..^1] : word[1..];

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`' && i + 1 < text.Length)
                i++;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
