using System.Globalization;
using System.Text;
using VethLab.Networks.Labs.Drawing.Picture;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>A lab as a picture (SVG 1.1), which needs nothing from elsewhere: light or dark as its reader has it.</summary>
internal static class SvgDrawing
{
    private const double Margin = 28, Head = 54, Foot = 34;

    /// <summary>As a file of its own.</summary>
    internal static string Draw(LabTopology lab) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{Draw(lab, PictureLayout.Place(lab), DrawingResource.Read("picture.css"), isInteractive: false)}";

    /// <summary>As an element of a page; there, nodes can be reached with the keyboard, and their ids are n and their numbers.</summary>
    internal static string Draw(LabTopology lab, PictureBlock picture, string? style, bool isInteractive)
    {
        var width = Math.Max(picture.Width, 440) + (2 * Margin);
        var height = picture.Height + Head + Foot + (2 * Margin);
        var left = Margin + Math.Max(0, (440 - picture.Width) / 2);
        var numbers = lab.Nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"vethlab\" viewBox=\"0 0 {N(width)} {N(height)}\"");
        text.Append(isInteractive ? " role=\"group\" aria-labelledby=\"title desc\">\n" : $" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" aria-labelledby=\"title desc\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title id=\"title\">{Escape($"Lab {lab.Name}")}</title>\n<desc id=\"desc\">{Escape(Summary(lab))}</desc>\n");
        if (style is not null)
            text.Append(CultureInfo.InvariantCulture, $"<style>\n{style}</style>\n");
        text.Append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        Text(text, "name", Margin, Margin + 16, lab.Name, 10.2);
        Text(text, "sum", Margin, Margin + 34, Counts(lab), 6.6);
        text.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({N(left)} {N(Margin + Head)})\">\n");
        // Those that others cross lie below: rails, what is up, what is not.
        foreach (var wire in picture.Wires.OrderBy(wire => wire.Edge is null ? -1 : (int)wire.Edge.Condition))
            Wire(text, wire, numbers);
        foreach (var label in picture.Labels)
            Text(text, $"end {Class(label.End.Condition)}", label.X, label.Y, label.Text, PlacedLabel.Cell);
        foreach (var card in picture.Cards)
            Card(text, card, numbers[card.Card.Node], isInteractive);
        text.Append("</g>\n");
        Legend(text, Margin, height - Margin + 6);
        return text.Append("</svg>\n").ToString();
    }

    private static string Counts(LabTopology lab)
    {
        var words = lab.Nodes.Where(node => node.Kind is not (TopologyKind.Here or TopologyKind.Place)).GroupBy(node => node.Kind).OrderBy(group => group.Key)
            .Select(group => Plural(group.Count(), NodeWords.Kind(group.Key) is { Length: > 0 } kind ? kind : "namespace"));
        return string.Join(", ", words.Append(Plural(lab.Edges.Count(edge => edge.End.Interface is not null), "link")));
    }

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Summary(LabTopology lab)
    {
        var wrong = lab.Edges.Count(edge => edge.Condition != LinkCondition.Up);
        return $"{Counts(lab)}; {(wrong == 0 ? "all links are up" : $"{Plural(wrong, "link")} not up")}.";
    }

    private static void Wire(StringBuilder text, PlacedWire wire, Dictionary<TopologyNode, int> numbers)
    {
        var ((fromX, fromY), (toX, toY)) = (wire.Points[0], wire.Points[^1]);
        var way = !wire.IsCurve ? string.Concat(wire.Points.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{N(point.X)} {N(point.Y)}"))
            : wire.Points[0].Y < wire.Points[^1].Y && toY - fromY < 70
                ? $"M{N(fromX)} {N(fromY)}C{N(fromX)} {N(fromY + 34)} {N(toX)} {N(toY - 50)} {N(toX)} {N(toY - 20)}L{N(toX)} {N(toY)}"
                : $"M{N(fromX)} {N(fromY)}C{N(fromX)} {N(Math.Max(fromY, toY) + 46)} {N(toX)} {N(Math.Max(fromY, toY) + 46)} {N(toX)} {N(toY)}";
        var ends = wire.Edge is { } edge ? $" data-ends=\"{numbers[edge.End.Node]} {numbers[edge.Peer.Node]}\"" : string.Empty;
        var words = wire.Edge is { End.Interface: not null } link ? $"<title>{Escape(Words(link))}</title>" : string.Empty;
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"wire {(wire.Edge is null ? "rail" : Class(wire.Edge.Condition))}\"{ends} d=\"{way}\">{words}</path>\n");
    }

    private static string Words(TopologyEdge edge) => string.Join(" - ", new[] { edge.End, edge.Peer }
        .Select(end => $"{end.Node.Name} {end.Name}{(end.Condition == LinkCondition.Up ? "" : $" ({NodeWords.Condition(end.Condition)})")}".TrimEnd()));

    private static void Card(StringBuilder text, PlacedCard placed, int number, bool isInteractive)
    {
        var card = placed.Card;
        var kind = card.Caption.Length > 0 ? card.Caption.ToLowerInvariant() : "namespace";
        text.Append(CultureInfo.InvariantCulture, $"<g class=\"node {kind}\" transform=\"translate({N(placed.X)} {N(placed.Y)})\"");
        if (isInteractive)
            text.Append(CultureInfo.InvariantCulture, $" id=\"n{number}\" tabindex=\"0\" role=\"button\" aria-label=\"{Escape($"{kind} {card.Node.Name}")}\"");
        text.Append(CultureInfo.InvariantCulture, $">\n<title>{Escape($"{kind} {card.Node.Name}")}</title>\n<rect class=\"card\" width=\"{N(placed.Width)}\" height=\"{N(placed.Height)}\" rx=\"7\"/>\n");
        var y = PictureCard.Padding + 9;
        Text(text, "title", PictureCard.Padding, y, card.Title, PictureCard.TitleCell);
        if (card.Caption.Length > 0)
            Text(text, "kind", placed.Width - PictureCard.Padding - (card.Caption.Length * PictureCard.CaptionCell), y, card.Caption, PictureCard.CaptionCell);
        y += 20;
        foreach (var line in card.Lines)
        {
            if (line.Condition is { } condition)
                text.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot {Class(condition)}\" cx=\"{N(PictureCard.Padding + 3.5)}\" cy=\"{N(y - 4)}\" r=\"3.5\"/>\n");
            if (line.Name.Length > 0)
                Text(text, "port", PictureCard.Padding + PictureCard.DotWidth, y, line.Name, PictureCard.TextCell);
            var x = card.TextLeft(line);
            if (line.Text.Length > 0)
                Text(text, "text", x, y, line.Text, PictureCard.TextCell);
            if (line.State.Length > 0)
            {
                x += line.Text.Length > 0 ? (ShownText.Width(line.Text) * PictureCard.TextCell) + PictureCard.Space : 0;
                Text(text, $"state {Class(line.Condition!.Value)}", x, y, line.State, PictureCard.TextCell);
            }
            y += PictureCard.LineHeight;
        }
        text.Append("</g>\n");
    }

    private static void Legend(StringBuilder text, double x, double y)
    {
        foreach (var (condition, word) in new[] { (LinkCondition.Up, "up"), (LinkCondition.NoCarrier, "no carrier"), (LinkCondition.Down, "down") })
        {
            text.Append(CultureInfo.InvariantCulture, $"<path class=\"wire {Class(condition)}\" d=\"M{N(x)} {N(y - 4)}L{N(x + 24)} {N(y - 4)}\"/>\n");
            Text(text, "sum", x + 31, y, word, 6.6);
            x += 55 + (word.Length * 6.6);
        }
    }

    private static string Class(LinkCondition condition) => condition switch
    {
        LinkCondition.Down => "down",
        LinkCondition.NoCarrier => "idle",
        _ => "up",
    };

    private static void Text(StringBuilder text, string style, double x, double y, string words, double cell) => text.Append(
        CultureInfo.InvariantCulture,
        $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" textLength=\"{N(ShownText.Width(words) * cell)}\" lengthAdjust=\"spacingAndGlyphs\">{Escape(words)}</text>\n");

    private static string N(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>For text and attributes of XML and HTML; without characters that XML cannot have, or that are not to be seen.</summary>
    internal static string Escape(string text) => ShownText.Of(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}
