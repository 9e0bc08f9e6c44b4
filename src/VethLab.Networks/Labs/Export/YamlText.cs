using System.Globalization;
using System.Text;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>Writes a text as a YAML scalar that is read back as this very text, by the core schema and by YAML 1.1 as well.</summary>
internal static class YamlText
{
    /// <summary>Words that are truth values to readers of YAML 1.1, such as containerlab's.</summary>
    private static readonly string[] TruthWords = ["y", "n", "yes", "no", "on", "off"];

    /// <summary>In double quotes where it needs some.</summary>
    internal static string Of(string text) => IsPlain(text) ? text : Quoted(text);

    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Digits and colons alone are a number of base 60 in YAML 1.1.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && !text.EndsWith(' ') && !text.EndsWith(':') && !text.Contains(": ", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || " -_./:=+%@,'".Contains(c, StringComparison.Ordinal))
        && !text.All(c => char.IsAsciiDigit(c) || "-_.:".Contains(c, StringComparison.Ordinal))
        && YamlScalar.ValueOf(text) is string && !TruthWords.Contains(text, StringComparer.OrdinalIgnoreCase);
}
