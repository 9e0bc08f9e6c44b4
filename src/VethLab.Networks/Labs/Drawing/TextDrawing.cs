namespace VethLab.Networks.Labs.Drawing;

/// <summary>
/// A lab as a drawing of text: boxes for nodes, lines for links with their ends' names. Trees where there is room for them, else an outline, in
/// which a bridge's namespaces stand in columns.
/// </summary>
internal static class TextDrawing
{
    /// <summary>What it is drawn with beyond ASCII.</summary>
    internal const string Characters = "┌┐└┘├┬┴─│┊…";

    /// <summary>Draws a lab in lines of at most <paramref name="width"/> cells, without blanks at their ends; they end in \n but for the last.</summary>
    internal static string Draw(LabTopology lab, int width = LabDrawing.UsualWidth, bool ascii = false)
    {
        width = Math.Max(width, LabDrawing.LeastWidth);
        var tree = new LabTree(lab);
        var words = new TextWords(ascii);
        var lines = new List<string>();
        var alone = tree.Tops.Where(top => top.IsLeaf).ToList();
        var next = new Queue<LabBranch>(tree.Tops.Except(alone));
        while (next.TryDequeue(out var top))
        {
            var block = TextTree.Draw(top, words);
            lines.AddRange(block.Width <= width ? block.Lines : TextOutline.Draw(top, words, width, next));
        }
        lines.AddRange(TextTree.Rows(alone, words, width));
        if (tree.Others.Count > 0)
        {
            lines.Add("also linked:");
            lines.AddRange(tree.Others.Select(edge => $"  {words.Name(edge.End.Node)} {words.End(edge.End)} ── {words.End(edge.Peer)} {words.Name(edge.Peer.Node)}"));
        }
        if (lines.Count == 0)
            lines.Add($"{lab.Name}: nothing in it");
        var text = string.Join('\n', lines.Select(line => ShownText.Cut(line.TrimEnd(), width)));
        return ascii ? TextWords.ToAscii(text) : text;
    }
}
