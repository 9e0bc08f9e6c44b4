using System.Text;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>Writes a document as a PowerShell data file (about_Data_Files).</summary>
internal static class DataFileWriter
{
    private const string Step = "    ";

    /// <summary>Quotation marks that end a text in single quotes: PowerShell takes typographic ones for plain.</summary>
    private const string Quotes = "'\u2018\u2019\u201a\u201b";

    internal static string Write(DocumentNode root)
    {
        var text = new StringBuilder();
        Write(root, string.Empty, 0, text);
        return text.Append('\n').ToString();
    }

    private static void Write(DocumentNode node, string indentation, int level, StringBuilder text)
    {
        if (DocumentLayout.IsOneLine(node, level, indentation.Length, () => Line(node)))
        {
            text.Append(Line(node));
            return;
        }
        text.Append(node.IsMap ? "@{\n" : "@(\n");
        foreach (var (key, value) in Children(node))
        {
            text.Append(indentation).Append(Step).Append(key is null ? string.Empty : $"{Key(key)} = ");
            Write(value, indentation + Step, level + 1, text);
            text.Append('\n');
        }
        text.Append(indentation).Append(node.IsMap ? '}' : ')');
    }

    private static IEnumerable<(string? Key, DocumentNode Value)> Children(DocumentNode node) =>
        node.Members?.Select(member => ((string?)member.Key, member.Value)) ?? node.Items!.Select(item => ((string?)null, item));

    private static string Line(DocumentNode node) => node switch
    {
        { Members: { Count: 0 } } => "@{}",
        { Members: { } members } => $"@{{ {string.Join("; ", members.Select(member => $"{Key(member.Key)} = {Line(member.Value)}"))} }}",
        { Items: { Count: > 1 } items } when items.All(item => !item.IsList) => string.Join(", ", items.Select(Line)),
        { Items: { } items } => $"@({string.Join(", ", items.Select(item => item.IsList ? $"({Line(item)})" : Line(item)))})",
        { Value: bool flag } => flag ? "$true" : "$false",
        _ => DocumentLayout.Bare(node) ?? Quoted($"{node.Value}"),
    };

    private static string Key(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(key[0]) ? key : Quoted(key);

    private static string Quoted(string text) => $"'{string.Concat(text.Select(c => Quotes.Contains(c, StringComparison.Ordinal) ? $"{c}{c}" : $"{c}"))}'";
}
