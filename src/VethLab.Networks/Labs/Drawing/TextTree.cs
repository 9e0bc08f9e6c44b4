namespace VethLab.Networks.Labs.Drawing;

/// <summary>Lines of equal width, and the column at which a line from above meets the first.</summary>
internal sealed record TextBlock(IReadOnlyList<string> Lines, int Width, int Mouth);

/// <summary>A branch as boxes below each other, what is below a box side by side.</summary>
internal static class TextTree
{
    private const int Gap = 2;

    internal static TextBlock Draw(LabBranch branch, TextWords words)
    {
        var box = words.Box(branch.Node);
        var inner = box.Max(ShownText.Width) + 2;
        if (branch.IsLeaf)
            return Leaf(box, inner, branch.Link is not null);
        var below = branch.Children.Select(child => Hang(child, words)).ToList();
        var mouths = new List<int>();
        var width = 0;
        foreach (var block in below)
        {
            mouths.Add(width + block.Mouth);
            width += block.Width + Gap;
        }
        width -= Gap;
        // The box stands over all its lines, and at least as wide as what it says.
        var left = Math.Max(0, mouths[0] - 3);
        var right = Math.Min(width - 1, mouths[^1] + 3);
        var missing = inner + 2 - (right - left + 1);
        if (missing > 0)
        {
            left -= missing / 2;
            right += missing - (missing / 2);
        }
        var shift = Math.Max(0, -left);
        left += shift;
        right += shift;
        width = Math.Max(width + shift, right + 1);
        var mouth = branch.Link is null ? -1 : (left + right) / 2;
        var lines = new List<string> { Border(left, right, "┌┐", mouth >= 0 ? [mouth] : [], '┴') };
        lines.AddRange(box.Select(text => $"{Blank(left)}│ {ShownText.Pad(text, right - left - 3)} │"));
        lines.Add(Border(left, right, "└┘", mouths.Select(at => at + shift), '┬'));
        for (var row = 0; row < below.Max(block => block.Lines.Count); row++)
        {
            lines.Add(Blank(shift) + string.Join(Blank(Gap), below.Select(block => row < block.Lines.Count ? block.Lines[row] : Blank(block.Width))));
        }
        return new TextBlock(lines.Select(line => ShownText.Pad(line, width)).ToList(), width, Math.Max(mouth, 0));
    }

    /// <summary>Boxes that nothing joins, side by side as far as there is room.</summary>
    internal static IEnumerable<string> Rows(IEnumerable<LabBranch> alone, TextWords words, int width)
    {
        var row = new List<TextBlock>();
        foreach (var block in alone.Select(branch => Draw(branch, words)))
        {
            if (row.Count > 0 && row.Sum(one => one.Width + Gap) + block.Width > width)
            {
                foreach (var line in Beside(row))
                    yield return line;
                row.Clear();
            }
            row.Add(block);
        }
        foreach (var line in Beside(row))
            yield return line;
    }

    private static List<string> Beside(List<TextBlock> row) => Enumerable.Range(0, row.Select(block => block.Lines.Count).DefaultIfEmpty(0).Max())
        .Select(i => string.Join(Blank(Gap), row.Select(block => i < block.Lines.Count ? block.Lines[i] : Blank(block.Width)))).ToList();

    private static TextBlock Leaf(IReadOnlyList<string> box, int inner, bool hangs)
    {
        var mouth = (inner + 1) / 2;
        return new TextBlock(
            [Border(0, inner + 1, "┌┐", hangs ? [mouth] : [], '┴'), .. box.Select(text => $"│ {ShownText.Pad(text, inner - 2)} │"), Border(0, inner + 1, "└┘", [], '─')],
            inner + 2,
            mouth);
    }

    /// <summary>A branch with the line from the box above it: the end there, and the end here where its box does not say it.</summary>
    private static TextBlock Hang(LabBranch branch, TextWords words)
    {
        var block = Draw(branch, words);
        var above = branch.Link!.At(branch.Parent!.Node);
        var here = branch.Link.At(branch.Node);
        var line = branch.Link.Condition == LinkCondition.Up ? "│" : "┊";
        var rows = new[] { words.End(above), branch.Node.Kind == TopologyKind.Bridge ? words.End(here) : string.Empty }.Where(label => label.Length > 0).ToList();
        if (rows.Count < 2)
            rows.Add(line);
        var before = Math.Max(block.Mouth, rows.Max(row => (ShownText.Width(row) - 1) / 2));
        var after = Math.Max(block.Width - block.Mouth, rows.Max(row => ShownText.Width(row) - ((ShownText.Width(row) - 1) / 2)));
        var width = before + after;
        var lines = rows.Select(row => ShownText.Pad(Blank(before - ((ShownText.Width(row) - 1) / 2)) + row, width))
            .Concat(block.Lines.Select(text => ShownText.Pad(Blank(before - block.Mouth) + text, width)));
        return new TextBlock(lines.ToList(), width, before);
    }

    private static string Border(int left, int right, string corners, IEnumerable<int> joints, char joint)
    {
        var line = new string('─', right - left + 1).ToCharArray();
        line[0] = corners[0];
        line[^1] = corners[1];
        foreach (var at in joints)
            line[at - left] = joint;
        return Blank(left) + new string(line);
    }

    private static string Blank(int cells) => new(' ', Math.Max(0, cells));
}
