namespace VethLab.Networks.Labs.Drawing.Picture;

/// <summary>A card where it stands.</summary>
internal sealed record PlacedCard(PictureCard Card, double X, double Y, double Width)
{
    internal double Height => Card.Height;

    internal double Middle => X + (Width / 2);

    internal double Bottom => Y + Height;

    internal PlacedCard Moved(double x, double y) => this with { X = X + x, Y = Y + y };
}

/// <summary>A line from card to card, as data of an SVG path; a rail is what several share, and has no edge of its own.</summary>
internal sealed record PlacedWire(TopologyEdge? Edge, IReadOnlyList<(double X, double Y)> Points, bool IsCurve = false)
{
    internal PlacedWire Moved(double x, double y) => this with { Points = Points.Select(point => (point.X + x, point.Y + y)).ToList() };
}

/// <summary>The name of a link's end, beside its line: the left end of its baseline.</summary>
internal sealed record PlacedLabel(TopologyEnd End, string Text, double X, double Y)
{
    internal const double Cell = 6.3, Size = 10.5;

    internal double Width => ShownText.Width(Text) * Cell;

    internal PlacedLabel Moved(double x, double y) => this with { X = X + x, Y = Y + y };
}

/// <summary>Parts of a picture that keep their places towards each other; a line from above comes in at the mouth.</summary>
internal sealed record PictureBlock(
    double Width, double Height, double Mouth, IReadOnlyList<PlacedCard> Cards, IReadOnlyList<PlacedWire> Wires, IReadOnlyList<PlacedLabel> Labels)
{
    /// <summary>Of its left edge, in what it is a part of.</summary>
    internal double X { get; init; }

    /// <summary>The branch that hangs here; null: none does.</summary>
    internal LabBranch? Hanger { get; init; }

    internal PictureBlock Moved(double x, double y) => this with
    {
        X = X + x,
        Cards = Cards.Select(card => card.Moved(x, y)).ToList(),
        Wires = Wires.Select(wire => wire.Moved(x, y)).ToList(),
        Labels = Labels.Select(label => label.Moved(x, y)).ToList(),
    };
}
