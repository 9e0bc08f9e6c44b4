using VethLab.Networks.Interfaces;

namespace VethLab.Networks.Labs.Drawing.Picture;

/// <summary>A line in a card: an interface with an address, a further address, or what a node does.</summary>
/// <param name="Name">The interface's; empty on lines that go on.</param>
/// <param name="Text">The address, or other words.</param>
/// <param name="State">What is wrong with the interface; empty: nothing.</param>
/// <param name="Condition">How the interface is; null: the line shows none.</param>
/// <param name="IsWhole">Whether it is about the node as a whole, and begins at its edge.</param>
internal sealed record CardLine(string Name, string Text, string State, LinkCondition? Condition, bool IsWhole = false);

/// <summary>What is written on a node's card, and the room that it takes, in pixels.</summary>
internal sealed class PictureCard
{
    /// <summary>Widths of a character: all are in a font of fixed width, and what is written is made to be exactly as wide.</summary>
    internal const double TitleCell = 8.1, TextCell = 7.0, CaptionCell = 6.2;

    internal const double Padding = 12, TitleHeight = 22, LineHeight = 17, DotWidth = 12, Space = 8;

    private const int LongestName = 28, MostLines = 9;

    /// <param name="node">What it is about.</param>
    /// <param name="width">At least so wide, as those beside it.</param>
    internal PictureCard(TopologyNode node, double width = 0)
    {
        Node = node;
        Title = ShownText.Fit(ShownText.Of(node.Name), LongestName);
        Caption = NodeWords.Kind(node.Kind).ToUpperInvariant();
        var lines = node.Interfaces.SelectMany(one => LinesOf(one, node.Kind == TopologyKind.Bridge))
            .Concat(node.Duties.Select(duty => new CardLine(string.Empty, ShownText.Of(duty), string.Empty, null, IsWhole: true))).ToList();
        Lines = lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 1), new CardLine(string.Empty, $"and {lines.Count - MostLines + 1} more", string.Empty, null, IsWhole: true)];
        NameWidth = Lines.Select(line => ShownText.Width(line.Name) * TextCell).DefaultIfEmpty(0).Max();
        var title = (ShownText.Width(Title) * TitleCell) + (Caption.Length > 0 ? Space + 6 + (Caption.Length * CaptionCell) : 0);
        Width = Math.Max(width, Math.Ceiling((2 * Padding) + Math.Max(title, Lines.Select(WidthOf).DefaultIfEmpty(0).Max())));
        Height = (2 * Padding) - 6 + TitleHeight + (Lines.Count * LineHeight);
    }

    internal TopologyNode Node { get; }

    internal string Title { get; }

    /// <summary>What kind of node it is; empty for a namespace.</summary>
    internal string Caption { get; }

    internal IReadOnlyList<CardLine> Lines { get; }

    /// <summary>Of the column of names.</summary>
    internal double NameWidth { get; }

    internal double Width { get; }

    internal double Height { get; }

    /// <summary>Where the addresses begin, from the card's left edge.</summary>
    internal double TextLeft(CardLine line) => line.IsWhole ? Padding : Padding + DotWidth + (NameWidth > 0 ? NameWidth + Space : 0);

    private double WidthOf(CardLine line) =>
        TextLeft(line) - Padding + (ShownText.Width(line.Text) * TextCell) + (line.State.Length > 0 ? (line.Text.Length > 0 ? Space : 0) + (line.State.Length * TextCell) : 0);

    private static IEnumerable<CardLine> LinesOf(NetInterface one, bool isBridge)
    {
        var condition = isBridge && one.IsUp ? LinkCondition.Up : NodeWords.ConditionOf(one);
        var addresses = NodeWords.Addresses(one).ToList();
        if (isBridge && addresses.Count == 0 && condition == LinkCondition.Up)
            yield break;
        yield return new CardLine(isBridge ? string.Empty : ShownText.Of(one.Name), addresses.Count > 0 ? addresses[0] : string.Empty, NodeWords.Condition(condition), condition);
        foreach (var address in addresses.Skip(1))
            yield return new CardLine(string.Empty, address, string.Empty, null);
    }
}
