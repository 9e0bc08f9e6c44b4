using YamlDotNet.Core;

namespace VethLab.Networks.Labs.Description;

/// <summary>Says what is wrong with YAML that cannot be read, and where.</summary>
internal static class YamlSyntax
{
    internal const string Advice = "The file must be YAML; an editor shows the place. Texts with ': ' or ' #', or that begin with one of *&!{[@`, need quotes.";

    /// <summary>The reason, without a full stop, and what to do. The place is in the text: the parser's own may be behind its end.</summary>
    /// <param name="failure">What the parser says.</param>
    /// <param name="text">The whole text.</param>
    internal static (DocumentPosition At, string Reason, string Advice) Explain(YamlException failure, string text)
    {
        var lines = text.Split('\n');
        var line = (int)Math.Clamp(failure.Start.Line, 1, lines.Length);
        var column = failure.Start.Line > lines.Length ? lines[^1].Length + 1 : (int)Math.Max(failure.Start.Column, 1);
        // The parser tells where the map begins; a tab among spaces is what nobody sees.
        var tab = failure.Message.Contains(" tab ", StringComparison.Ordinal) ? Array.FindIndex(lines, line - 1, IsIndentedWithTab) : IsIndentedWithTab(lines[line - 1]) ? line - 1 : -1;
        if (tab >= 0)
            return (new DocumentPosition(tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1), "the line is indented with a tab, which YAML does not allow", "Indent with spaces.");
        return (new DocumentPosition(line, column), failure.Message.TrimEnd('.'), Advice);
    }

    private static bool IsIndentedWithTab(string line) => line[..^line.TrimStart().Length].TrimEnd('\r').Contains('\t', StringComparison.Ordinal);
}
