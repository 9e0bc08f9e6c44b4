using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>Writes a document as JSON (RFC 8259), which docs/lab.schema.json describes.</summary>
internal static class JsonWriter
{
    private const string Step = "  ";

    /// <summary>As docs/labs.md says it: where the schema is, seen from beside docs.</summary>
    private const string Schema = "docs/lab.schema.json";

    internal static string Write(DocumentNode root)
    {
        var text = new StringBuilder();
        Write(Written.Map(root.Members!.Select(member => (member.Key, (DocumentNode?)member.Value)).Prepend(("$schema", Written.Single(Schema)))), string.Empty, 0, text);
        return text.Append('\n').ToString();
    }

    private static void Write(DocumentNode node, string indentation, int level, StringBuilder text)
    {
        if (DocumentLayout.IsOneLine(node, level, indentation.Length, () => Line(node)))
        {
            text.Append(Line(node));
            return;
        }
        text.Append(node.IsMap ? '{' : '[');
        var separator = "\n";
        foreach (var (key, value) in node.Members?.Select(member => ((string?)member.Key, member.Value)) ?? node.Items!.Select(item => ((string?)null, item)))
        {
            text.Append(separator).Append(indentation).Append(Step).Append(key is null ? string.Empty : $"{Quoted(key)}: ");
            Write(value, indentation + Step, level + 1, text);
            separator = ",\n";
        }
        text.Append('\n').Append(indentation).Append(node.IsMap ? '}' : ']');
    }

    private static string Line(DocumentNode node) => node switch
    {
        { Members: { Count: 0 } } => "{}",
        { Members: { } members } => $"{{ {string.Join(", ", members.Select(member => $"{Quoted(member.Key)}: {Line(member.Value)}"))} }}",
        { Items: { } items } => $"[{string.Join(", ", items.Select(Line))}]",
        _ => DocumentLayout.Bare(node) ?? Quoted($"{node.Value}"),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
