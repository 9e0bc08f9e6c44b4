namespace VethLab.Networks.Labs.Drawing;

/// <summary>A branch as an outline: a box, below it what has no more below it, in columns, and then the other branches, each further in.</summary>
internal static class TextOutline
{
    private const int Gap = 2;

    /// <summary>With less room than this for what is further in, it stands by itself below.</summary>
    private const int LeastRoom = 36;

    /// <summary>Draws a branch; what is too far in for that is left for <paramref name="later"/>.</summary>
    internal static IEnumerable<string> Draw(LabBranch branch, TextWords words, int width, Queue<LabBranch> later)
    {
        var box = words.Box(branch.Node).Select(line => ShownText.Cut(line, Math.Max(8, width - 4))).ToList();
        var inner = box.Max(ShownText.Width);
        yield return $"┌{new string('─', inner + 2)}┐";
        foreach (var line in box)
            yield return $"│ {ShownText.Pad(line, inner)} │";
        var leaves = branch.Children.Where(child => child.IsLeaf).ToList();
        var others = branch.Children.Where(child => !child.IsLeaf).ToList();
        yield return branch.IsLeaf ? $"└{new string('─', inner + 2)}┘" : $"└┬{new string('─', inner + 1)}┘";
        foreach (var line in Columns(leaves, words, width - 1, others.Count > 0))
            yield return $" {line}";
        foreach (var other in others)
        {
            var isLast = other == others[^1];
            var link = Join(words.End(other.Link!.At(branch.Node)), other.Node.Kind == TopologyKind.Bridge ? words.End(other.Link.At(other.Node)) : string.Empty, other.Link.Condition);
            if (width - 4 < LeastRoom)
            {
                later.Enqueue(other);
                yield return $" {(isLast ? '└' : '├')}─ {words.Name(other.Node)} (below) ─{link}";
                continue;
            }
            var lead = isLast ? "    " : " │  ";
            yield return $" {(isLast ? '└' : '├')}─{link}{(link.Length > 0 ? "┐" : "─┐")}";
            foreach (var line in Draw(other, words, width - lead.Length, later))
                yield return lead + line;
        }
    }

    /// <summary>One below the other, in as many columns as there is room for, all joined to the line at the left.</summary>
    private static IEnumerable<string> Columns(List<LabBranch> leaves, TextWords words, int width, bool goesOn)
    {
        if (leaves.Count == 0)
            yield break;
        var room = Math.Max(4, width - 2 - leaves.Max(leaf => ShownText.Width(words.Title(leaf.Node))));
        var cells = Align(leaves.Select(leaf => Cell(leaf, words)).ToList(), room);
        var wide = Math.Min(width - 1, cells.Max(ShownText.Width));
        var columns = Math.Max(1, (width + Gap) / (wide + 1 + Gap));
        var rows = (cells.Count + columns - 1) / columns;
        columns = (cells.Count + rows - 1) / rows;
        for (var row = 0; row < rows; row++)
        {
            var parts = Enumerable.Range(0, columns).Select(column => (column * rows) + row).Where(at => at < cells.Count)
                .Select(at => (at < rows && (goesOn || at < rows - 1) ? "├" : IsEndOfColumn(at) ? "└" : "├") + ShownText.Pad(ShownText.Cut(cells[at], wide), wide));
            yield return string.Join(new string(' ', Gap), parts);
        }

        bool IsEndOfColumn(int at) => at % rows == rows - 1 || at == cells.Count - 1;
    }

    private static (string Link, string Node) Cell(LabBranch leaf, TextWords words) =>
        (Join(words.End(leaf.Link!.At(leaf.Parent!.Node)), words.End(leaf.Link.At(leaf.Node)), leaf.Link.Condition), words.Line(leaf.Node));

    /// <summary>Nodes begin below each other; a link is cut before the name of a node is.</summary>
    private static List<string> Align(List<(string Link, string Node)> cells, int room)
    {
        var link = Math.Min(room, cells.Max(cell => ShownText.Width(cell.Link)));
        return cells.Select(cell => $"{ShownText.Pad(ShownText.Width(cell.Link) <= link ? cell.Link : ShownText.Cut(cell.Link, link - 1), link)}{cell.Node}").ToList();
    }

    /// <summary>"─ veth01 ── eth0 ", dashed where nothing passes.</summary>
    private static string Join(string above, string below, LinkCondition condition)
    {
        var line = condition == LinkCondition.Up ? "──" : "┊┊";
        return string.Concat(new[] { above, below }.Where(end => end.Length > 0).Select((end, i) => i == 0 ? $" {end} " : $"{line} {end} "));
    }
}
