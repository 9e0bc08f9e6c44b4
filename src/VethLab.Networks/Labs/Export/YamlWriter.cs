using System.Text;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>Writes a document as YAML 1.2: blocks, in which what is small stands in braces on one line.</summary>
internal static class YamlWriter
{
    private const string Step = "  ";

    internal static string Write(DocumentNode root)
    {
        var text = new StringBuilder();
        WriteBlock(root, string.Empty, 0, text);
        return text.ToString();
    }

    private static void WriteBlock(DocumentNode node, string indentation, int level, StringBuilder text)
    {
        foreach (var (lead, value) in node.Members?.Select(member => ($"{YamlText.Of(member.Key)}:", member.Value)) ?? node.Items!.Select(item => ("-", item)))
        {
            text.Append(indentation).Append(lead);
            // A list's element may begin on the dash's line, as its members are then indented by as much.
            if (DocumentLayout.IsOneLine(value, level + 1, indentation.Length + lead.Length, () => Line(value)))
            {
                text.Append(' ').Append(DocumentLayout.IsSingle(value) ? Single(value, isInFlow: false) : Line(value)).Append('\n');
            }
            else if (lead == "-")
            {
                var block = new StringBuilder();
                WriteBlock(value, indentation + Step, level + 1, block);
                text.Append(' ').Append(block, indentation.Length + Step.Length, block.Length - indentation.Length - Step.Length);
            }
            else
            {
                text.Append('\n');
                WriteBlock(value, indentation + Step, level + 1, text);
            }
        }
    }

    private static string Line(DocumentNode node) => node switch
    {
        { Members: { Count: 0 } } => "{}",
        { Members: { } members } => $"{{ {string.Join(", ", members.Select(member => $"{InFlow(member.Key)}: {Line(member.Value)}"))} }}",
        { Items: { } items } => $"[{string.Join(", ", items.Select(Line))}]",
        _ => Single(node, isInFlow: true),
    };

    private static string Single(DocumentNode node, bool isInFlow) =>
        DocumentLayout.Bare(node) ?? (isInFlow ? InFlow($"{node.Value}") : YamlText.Of($"{node.Value}"));

    /// <summary>In braces and brackets a comma ends a value.</summary>
    private static string InFlow(string text) => text.Contains(',', StringComparison.Ordinal) ? YamlText.Quoted(text) : YamlText.Of(text);
}
