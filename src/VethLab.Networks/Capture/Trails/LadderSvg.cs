using System.Globalization;
using System.Text;
using VethLab.Networks.Labs.Drawing;

namespace VethLab.Networks.Capture;

/// <summary>
/// Draws trails as a ladder (SVG 1.1), which needs nothing from elsewhere: a column for each interface, grouped by namespace; time downwards, not to
/// scale; an arrow for each hop with its delay, and on the right what has changed there. Light or dark as its reader has it.
/// </summary>
public static class LadderSvg
{
    private const double Margin = 24, Times = 116, Bands = 64, Row = 26, Title = 30, Cell = 6.7;

    private const string Style = """
        .ladder { font: 11px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; --ground: #fff; --ink: #1f2430; --faint: #8a93a6; --rail: #d5dae3; --band: #eef1f6; --way: #2f6fd0; --change: #b4441a; }
        @media (prefers-color-scheme: dark) { .ladder { --ground: #171a21; --ink: #e4e8f0; --faint: #8a93a6; --rail: #39404f; --band: #232834; --way: #78a8f5; --change: #f2945f; } }
        .ladder .ground { fill: var(--ground); } .ladder .band { fill: var(--band); }
        .ladder text { fill: var(--ink); stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }
        .ladder .plain { stroke: none; } .ladder .time { fill: var(--faint); } .ladder .title { font-weight: bold; } .ladder .change { fill: var(--change); }
        .ladder .rail { stroke: var(--rail); } .ladder .line { stroke: var(--rail); stroke-dasharray: 2 3; }
        .ladder .way { stroke: var(--way); stroke-width: 1.6; fill: none; } .ladder .inside { stroke-dasharray: 4 3; }
        .ladder .dot { fill: var(--way); } .ladder .head { fill: var(--way); } .ladder .changed { fill: var(--change); }
        """;

    /// <summary>The picture, as the text of a file of its own.</summary>
    /// <param name="trails">What to draw, from top to bottom.</param>
    /// <param name="comment">What to say of the whole; null: nothing.</param>
    public static string Draw(IReadOnlyList<PacketTrail> trails, string? comment = null)
    {
        var columns = LadderColumns.Of(trails, Margin + Times);
        var notes = trails.SelectMany(trail => trail.Hops).Max(hop => (int?)Note(hop).Length) ?? 0;
        var titles = trails.Max(trail => (int?)Heading(trail).Length) ?? 0;
        var width = Math.Max(columns.Right + (Cell * notes), Margin + Times + (Cell * (titles + 4))) + Margin;
        var height = Margin + Bands + trails.Sum(Height) + Margin;
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" aria-labelledby=\"title\">\n");
        text.Append($"<title id=\"title\">{trails.Count} packets at {columns.All.Count} interfaces</title>\n{(comment is null ? "" : $"<desc>{Escape(comment)}</desc>\n")}<style>\n{Style}\n</style>\n");
        text.Append("<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path class=\"head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
        text.Append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        DrawHeads(text, columns, height);
        var top = Margin + Bands;
        foreach (var trail in trails)
        {
            DrawTrail(text, trail, columns, top, width);
            top += Height(trail);
        }
        return text.Append("</svg>\n").ToString();
    }

    private static double Height(PacketTrail trail) => Title + (Row * trail.HopCount) + 8;

    private static void DrawHeads(StringBuilder text, LadderColumns columns, double height)
    {
        foreach (var (name, from, to) in columns.Bands)
        {
            text.Append($"<rect class=\"band\" x=\"{N(from)}\" y=\"{N(Margin)}\" width=\"{N(to - from)}\" height=\"44\" rx=\"6\"/>\n");
            Text(text, "title plain", (from + to) / 2, Margin + 16, name, "middle");
        }
        foreach (var column in columns.All)
        {
            Text(text, "plain", column.X, Margin + 35, column.Interface, "middle");
            text.Append($"<line class=\"rail\" x1=\"{N(column.X)}\" y1=\"{N(Margin + 44)}\" x2=\"{N(column.X)}\" y2=\"{N(height - Margin)}\"/>\n");
        }
    }

    private static void DrawTrail(StringBuilder text, PacketTrail trail, LadderColumns columns, double top, double width)
    {
        text.Append($"<line class=\"line\" x1=\"{N(Margin)}\" y1=\"{N(top)}\" x2=\"{N(width - Margin)}\" y2=\"{N(top)}\"/>\n");
        Text(text, "title", Margin + Times, top + 18, Heading(trail));
        for (var i = 0; i < trail.HopCount; i++)
        {
            var hop = trail.Hops[i];
            var (x, y) = (columns.X(hop), Y(i));
            var time = hop.Delay is { } delay ? $"+{TrailLadder.Milliseconds(delay)}" : hop.Time.ToLocalTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            Text(text, "time", Margin + Times - 12, y + 4, time, "end");
            if (hop.From is { } from)
            {
                var (fromX, fromY) = (columns.X(trail.Hops[from]), Y(from));
                var isInside = trail.Hops[from].Namespace == hop.Namespace;
                text.Append($"<path class=\"way{(isInside ? " inside" : "")}\" marker-end=\"url(#head)\" d=\"M{N(fromX)} {N(fromY)}L{N(x - (4 * Math.Sign(x - fromX)))} {N(y - 2)}\"/>\n");
            }
            var note = Note(hop);
            text.Append($"<circle class=\"dot{(note.Length > 0 ? " changed" : "")}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"3.5\"><title>{Escape($"{hop}\n{string.Join('\n', hop.Changes.AsEnumerable())}\n{hop.Packet.Summary}")}</title></circle>\n");
            Text(text, "change", columns.Right, y + 4, note);
        }

        double Y(int hop) => top + Title + (Row * (hop + 0.5));
    }

    private static string Heading(PacketTrail trail) => trail.Summary + (trail.IsAmbiguous ? "  (may be mixed up with one like it)" : "");

    /// <summary>That MAC addresses change at each router goes without saying.</summary>
    private static string Note(PacketHop hop) => string.Join(", ", hop.Changes.Where(change => !change.IsConsequence && change.Field != "MAC"));

    private static void Text(StringBuilder text, string kind, double x, double y, string words, string anchor = "start")
    {
        if (words.Length > 0)
            text.Append($"<text class=\"{kind}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{Escape(words)}</text>\n");
    }

    private static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string words)
    {
        var escaped = string.Join('\n', words.Split('\n').Select(line => ShownText.Of(line)));
        return escaped.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
    }
}
