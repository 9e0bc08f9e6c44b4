using System.Globalization;
using System.Text;
using VethLab.Networks.Interfaces;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>A lab as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), which many pages of documentation draw.</summary>
internal static class MermaidDrawing
{
    private const string Styles = """
          classDef bridge fill:#dbe7fb,stroke:#2563c9,color:#12203a
          classDef router fill:#ece1fa,stroke:#7a3fc0,color:#241236
          classDef host fill:#d9f0ec,stroke:#0f766e,color:#0b2b28
          classDef lab fill:#faecd3,stroke:#a2600a,color:#332005
          classDef namespace fill:#f6f7f9,stroke:#7b8594,color:#1b2330

        """;

    internal static string Draw(LabTopology lab)
    {
        var text = new StringBuilder($"---\ntitle: \"{lab.Name}\"\n---\nflowchart TB\n");
        var ids = lab.Nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => $"n{pair.i}");
        foreach (var node in lab.Nodes)
        {
            var lines = new[] { $"{NodeWords.Kind(node.Kind)} {node.Name}".TrimStart() }.Concat(Interfaces(node)).Concat(node.Duties);
            var (open, close) = node.Kind == TopologyKind.Bridge ? ("[[", "]]") : node.Kind == TopologyKind.Router ? ("{{", "}}") : ("[", "]");
            text.Append(CultureInfo.InvariantCulture, $"  {ids[node]}{open}\"{string.Join("<br>", lines.Select(Escape))}\"{close}:::{Class(node)}\n");
        }
        foreach (var edge in lab.Edges)
        {
            var names = string.Join(" - ", new[] { Words(edge.End), Words(edge.Peer) }.Where(name => name.Length > 0));
            text.Append(CultureInfo.InvariantCulture, $"  {ids[edge.End.Node]} {(edge.Condition == LinkCondition.Up ? "---" : "-.-")}");
            text.Append(names.Length == 0 ? " " : $"|\"{Escape(names)}\"| ").Append(ids[edge.Peer.Node]).Append('\n');
        }
        return text.Append(Styles).ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Interfaces(TopologyNode node) => node.Kind == TopologyKind.Bridge
        ? node.Interfaces.SelectMany(NodeWords.Addresses)
        : node.Interfaces.Select(one => $"{one.Name} {string.Join(", ", NodeWords.Addresses(one))}{State(NodeWords.ConditionOf(one))}".TrimEnd());

    private static string Words(TopologyEnd end) => $"{end.Name}{State(end.Condition)}";

    private static string State(LinkCondition condition) => condition == LinkCondition.Up ? string.Empty : $" ({NodeWords.Condition(condition)})";

    private static string Class(TopologyNode node) => NodeWords.Kind(node.Kind) is { Length: > 0 } kind ? kind : "namespace";

    /// <summary>Whatever could be syntax, of Mermaid, of HTML or of Markdown, as the number of its character: #60;.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in ShownText.Of(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ':' or '/' or ',' or '-')
                escaped.Append(rune.ToString());
            else
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return escaped.ToString();
    }
}
