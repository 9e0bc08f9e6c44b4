using System.Globalization;
using System.Text;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>A lab in Graphviz's language (https://graphviz.org/doc/info/lang.html): `dot -Tsvg` draws it.</summary>
internal static class DotDrawing
{
    internal static string Draw(LabTopology lab)
    {
        var text = new StringBuilder($"graph {Quote(lab.Name)} {{\n");
        text.Append("  graph [rankdir=TB, fontname=\"Helvetica\", nodesep=0.3, ranksep=0.7];\n");
        text.Append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11, fillcolor=\"#f6f7f9\", color=\"#7b8594\"];\n");
        text.Append("  edge [fontname=\"Helvetica\", fontsize=9, color=\"#1a8f4c\"];\n");
        var ids = lab.Nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => $"n{pair.i}");
        foreach (var node in lab.Nodes)
        {
            var words = new TextWords(ascii: false).Box(node);
            text.Append(CultureInfo.InvariantCulture, $"  {ids[node]} [label=\"{string.Concat(words.Select(line => Escape(line) + "\\l"))}\"{Look(node.Kind)}];\n");
        }
        foreach (var edge in lab.Edges)
        {
            var look = edge.Condition switch
            {
                LinkCondition.Down => ", style=dashed, color=\"#cc2936\"",
                LinkCondition.NoCarrier => ", style=dashed, color=\"#b45f06\"",
                _ => string.Empty,
            };
            text.Append(CultureInfo.InvariantCulture, $"  {ids[edge.End.Node]} -- {ids[edge.Peer.Node]} [label=\"{Label(edge)}\"{look}];\n");
        }
        return text.Append('}').ToString();
    }

    private static string Label(TopologyEdge edge)
    {
        var words = new TextWords(ascii: false);
        return string.Join("\\n", new[] { edge.End, edge.Peer }.Where(end => end.Interface is not null).Select(end => Escape(words.End(end))));
    }

    private static string Look(TopologyKind kind) => kind switch
    {
        TopologyKind.Bridge => ", fillcolor=\"#dbe7fb\", color=\"#2563c9\", style=filled",
        TopologyKind.Router => ", fillcolor=\"#ece1fa\", color=\"#7a3fc0\"",
        TopologyKind.Here => ", fillcolor=\"#d9f0ec\", color=\"#0f766e\"",
        TopologyKind.Place => ", fillcolor=\"#faecd3\", color=\"#a2600a\"",
        _ => string.Empty,
    };

    private static string Quote(string text) => $"\"{Escape(text)}\"";

    /// <summary>Within quotes; also what labels take for an escape sequence or for an entity of HTML.</summary>
    internal static string Escape(string text) => ShownText.Of(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
