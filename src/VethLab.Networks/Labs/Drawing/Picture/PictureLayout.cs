namespace VethLab.Networks.Labs.Drawing.Picture;

/// <summary>
/// Where everything stands: what hangs on a node below it, in rows. A bridge is a bar above its first row, and the lines of further rows come
/// from a trunk at its left; of other nodes each line of a single row has a way of its own.
/// </summary>
internal static class PictureLayout
{
    private const double Gap = 18, Drop = 44, Fan = 66, Trunk = 26, Between = 48;

    /// <summary>How much wider than high a picture shall be.</summary>
    private const double Aspect = 1.6;

    internal static PictureBlock Place(LabTopology lab)
    {
        var tree = new LabTree(lab);
        var parts = tree.Tops.Where(top => !top.IsLeaf).Select(top => Place(top)).ToList();
        var single = tree.Tops.Where(top => top.IsLeaf).ToList();
        var alone = single.Select(top => Place(top, WidthOf(single))).ToList();
        var y = 0.0;
        var all = new List<PictureBlock>();
        var width = parts.Select(part => part.Width).DefaultIfEmpty(0).Max();
        foreach (var part in parts.Concat(alone.Count > 0 ? [Beside(Rows(alone, Math.Max(width, RoomFor(alone))))] : []))
        {
            all.Add(part.Moved(Math.Max(0, (width - part.Width) / 2), y));
            y += part.Height + Between;
        }
        var whole = Join(all, all.Select(part => part.Width).DefaultIfEmpty(0).Max(), Math.Max(0, y - Between), 0);
        var cards = whole.Cards.ToDictionary(card => card.Card.Node);
        // What goes around a card below it needs room there.
        return whole with { Height = whole.Height + (tree.Others.Count > 0 ? 30 : 0), Wires = [.. whole.Wires, .. tree.Others.Where(edge => edge.End.Node != edge.Peer.Node).Select(edge => Around(edge, cards[edge.End.Node], cards[edge.Peer.Node]))] };
    }

    private static PictureBlock Place(LabBranch branch, double least = 0)
    {
        var card = new PictureCard(branch.Node, least);
        if (branch.IsLeaf)
            return new PictureBlock(card.Width, card.Height, card.Width / 2, [new PlacedCard(card, 0, 0, card.Width)], [], []);
        // What is alike stands together: first those that nothing hangs on.
        var width = WidthOf(branch.Children);
        var hung = branch.Children.Select(child => Hang(child, child.IsLeaf ? width : 0)).ToList();
        var rows = hung.Sum(block => block.Width + Gap) <= RoomFor(hung)
            ? [hung]
            : Rows(hung.Where((_, i) => branch.Children[i].IsLeaf).ToList(), RoomFor(hung)).Concat(Rows(hung.Where((_, i) => !branch.Children[i].IsLeaf).ToList(), RoomFor(hung))).ToList();
        return rows.Count > 1 || branch.Node.Kind == TopologyKind.Bridge ? Bar(branch, card, rows) : Spread(branch, card, rows[0]);
    }

    /// <summary>Cards that nothing hangs on are equally wide where they stand side by side.</summary>
    private static double WidthOf(IEnumerable<LabBranch> branches) =>
        branches.Where(branch => branch.IsLeaf).Select(branch => new PictureCard(branch.Node).Width).DefaultIfEmpty(0).Max();

    /// <summary>The width at which rows of such blocks make a picture of the wanted proportions.</summary>
    private static double RoomFor(List<PictureBlock> blocks) =>
        Math.Max(1100, Math.Sqrt(Aspect * blocks.Sum(block => (block.Width + Gap) * (block.Height + Drop))));

    /// <summary>A branch with room for the names at its line: those of the ends, at the right above's, at the left its own where its card does not say it.</summary>
    private static PictureBlock Hang(LabBranch branch, double least)
    {
        var block = Place(branch, least);
        var above = branch.Link!.At(branch.Parent!.Node);
        var here = branch.Link.At(branch.Node);
        var right = LabelOf(above, block.Mouth + 7);
        var left = branch.Node.Kind == TopologyKind.Bridge ? LabelOf(here, 0) : null;
        left = left is null ? null : left with { X = block.Mouth - 7 - left.Width };
        var labels = new[] { left, right }.OfType<PlacedLabel>().ToList();
        var shift = Math.Max(0, -labels.Select(label => label.X).DefaultIfEmpty(0).Min());
        var width = Math.Max(block.Width + shift, labels.Select(label => label.X + label.Width + shift).DefaultIfEmpty(0).Max());
        return Join([block.Moved(shift, 0), new PictureBlock(0, 0, 0, [], [], labels).Moved(shift, 0)], width, block.Height, block.Mouth + shift) with { Hanger = branch };
    }

    private static PlacedLabel? LabelOf(TopologyEnd end, double x) => end.Interface is null
        ? null
        : new PlacedLabel(end, ShownText.Of(end.Name) + (end.Condition == LinkCondition.Up ? string.Empty : $" {NodeWords.Condition(end.Condition)}"), x, -9);

    private static List<List<PictureBlock>> Rows(List<PictureBlock> blocks, double room)
    {
        if (blocks.Count == 0)
            return [];
        // Columns of one width, where there are many rows: then they stand below each other.
        var widest = blocks.Max(block => block.Width);
        var columns = Math.Max(1, (int)((room + Gap) / (widest + Gap)));
        if (blocks.Count > columns)
        {
            // One more or less, if that leaves fewer places of the last row empty.
            columns = new[] { columns, columns - 1, columns + 1 }.Where(number => number > 0).MinBy(number => (number - (blocks.Count % number)) % number);
            blocks = blocks.Select(block => block with { Width = widest }).ToList();
        }
        return blocks.Chunk(columns).Select(row => row.ToList()).ToList();
    }

    private static PictureBlock Beside(List<List<PictureBlock>> rows)
    {
        var y = 0.0;
        var all = new List<PictureBlock>();
        foreach (var row in rows)
        {
            all.AddRange(Along(row, 0, y));
            y += row.Max(block => block.Height) + Gap;
        }
        return Join(all, all.Select(block => block.X + block.Width).DefaultIfEmpty(0).Max(), y - Gap, 0);
    }

    private static List<PictureBlock> Along(List<PictureBlock> row, double x, double y)
    {
        var placed = new List<PictureBlock>();
        foreach (var block in row)
        {
            placed.Add(block.Moved(x, y));
            x += block.Width + Gap;
        }
        return placed;
    }

    /// <summary>A node as a bar above its rows.</summary>
    private static PictureBlock Bar(LabBranch branch, PictureCard card, List<List<PictureBlock>> rows)
    {
        var indent = rows.Count > 1 ? Trunk : 0;
        var wires = new List<PlacedWire>();
        var placed = new List<PictureBlock>();
        var y = card.Height;
        var trunk = 0.0;
        foreach (var row in rows)
        {
            var rail = y;
            y += Drop;
            var here = Along(row, indent, y);
            if (row != rows[0])
            {
                wires.Add(new PlacedWire(null, [(indent / 2, rail), (here[^1].X + here[^1].Mouth, rail)]));
                trunk = rail;
            }
            wires.AddRange(here.Select(block => new PlacedWire(block.Hanger!.Link, [(block.X + block.Mouth, rail), (block.X + block.Mouth, y)])));
            placed.AddRange(here);
            y += row.Max(block => block.Height) + (row == rows[^1] ? 0 : Gap + 8);
        }
        if (trunk > 0)
            wires.Add(new PlacedWire(null, [(indent / 2, card.Height), (indent / 2, trunk)]));
        var width = Math.Max(card.Width, placed.Max(block => block.X + block.Width));
        var bar = new PlacedCard(card, 0, 0, width);
        return Join([.. placed, new PictureBlock(width, 0, 0, [bar], wires, [])], width, y, width / 2);
    }

    /// <summary>A node above one row, with a line of its own to each.</summary>
    private static PictureBlock Spread(LabBranch branch, PictureCard card, List<PictureBlock> row)
    {
        var placed = Along(row, 0, card.Height + Fan);
        var width = placed[^1].X + placed[^1].Width;
        var shift = Math.Max(0, (card.Width - width) / 2);
        placed = placed.Select(block => block.Moved(shift, 0)).ToList();
        width = Math.Max(width, card.Width);
        // Above the middle of its lines, as far as there is room.
        var middle = (placed[0].X + placed[0].Mouth + placed[^1].X + placed[^1].Mouth) / 2;
        var top = new PlacedCard(card, Math.Clamp(middle - (card.Width / 2), 0, width - card.Width), 0, card.Width);
        var wires = placed.Select((block, i) =>
        {
            var from = placed.Count == 1 ? block.X + block.Mouth : top.X + (card.Width * (i + 1) / (placed.Count + 1));
            from = Math.Clamp(from, top.X + 10, top.X + card.Width - 10);
            return new PlacedWire(block.Hanger!.Link, [(from, card.Height), (block.X + block.Mouth, card.Height + Fan)], IsCurve: true);
        }).ToList();
        return Join([.. placed, new PictureBlock(width, 0, 0, [top], wires, [])], width, card.Height + Fan + row.Max(block => block.Height), top.Middle);
    }

    /// <summary>A line that closes a circle, from below one card to below the other.</summary>
    private static PlacedWire Around(TopologyEdge edge, PlacedCard from, PlacedCard to) =>
        new(edge, [(from.Middle + 14, from.Bottom), (to.Middle + 14, to.Bottom)], IsCurve: true);

    private static PictureBlock Join(IReadOnlyList<PictureBlock> parts, double width, double height, double mouth) => new(
        width, height, mouth, parts.SelectMany(part => part.Cards).ToList(), parts.SelectMany(part => part.Wires).ToList(), parts.SelectMany(part => part.Labels).ToList());
}
