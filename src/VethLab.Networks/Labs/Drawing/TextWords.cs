using VethLab.Networks.Interfaces;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>What stands in the boxes of a text drawing and at its lines.</summary>
internal sealed class TextWords(bool ascii)
{
    /// <summary>A namespace's name may have 255 bytes.</summary>
    private const int LongestName = 32;

    internal string Name(TopologyNode node) => ShownText.Fit(ShownText.Of(node.Name, ascii), LongestName);

    /// <summary>What a node is, and its name: "bridge br01".</summary>
    internal string Title(TopologyNode node) => $"{NodeWords.Kind(node.Kind)} {Name(node)}".TrimStart();

    /// <summary>An end's name and what is wrong with it: "veth01", "veth01 (down)".</summary>
    internal string End(TopologyEnd end) => $"{ShownText.Of(end.Name, ascii)}{Wrong(end.Condition)}";

    /// <summary>A title, and a line for each interface with its addresses.</summary>
    internal IReadOnlyList<string> Box(TopologyNode node)
    {
        var title = Title(node);
        var lines = node.Kind == TopologyKind.Bridge
            ? node.Interfaces.SelectMany(own => Rows($"{title}{Wrong(own.IsUp ? LinkCondition.Up : LinkCondition.Down)}", NodeWords.Addresses(own))).ToList()
            : [title, .. node.Interfaces.SelectMany(own => Rows(Interface(own), NodeWords.Addresses(own)))];
        lines.AddRange(node.Duties.Select(duty => ShownText.Of(duty, ascii)));
        return lines;
    }

    /// <summary>All that a box says, in one line.</summary>
    internal string Line(TopologyNode node)
    {
        var box = Box(node);
        return node.Interfaces is [var one] && node.Kind != TopologyKind.Bridge
            ? string.Join(' ', box.Skip(2).Prepend(string.Join(' ', NodeWords.Addresses(one).Take(1))).Prepend(box[0]).Select(text => text.Trim()).Where(text => text.Length > 0))
            : string.Join("  ", box.Select(text => text.Trim()));
    }

    private string Interface(NetInterface own) => $"{ShownText.Of(own.Name, ascii)}{Wrong(NodeWords.ConditionOf(own))}";

    /// <summary>The first address beside a name, others below it.</summary>
    private static IEnumerable<string> Rows(string name, IEnumerable<string> addresses)
    {
        var lead = name;
        foreach (var address in addresses)
        {
            yield return $"{lead} {address}";
            lead = new string(' ', ShownText.Width(name));
        }
        if (ReferenceEquals(lead, name))
            yield return name;
    }

    private static string Wrong(LinkCondition condition) => condition == LinkCondition.Up ? string.Empty : $" ({NodeWords.Condition(condition)})";

    /// <summary>The drawing's own characters; names have none beyond ASCII any more.</summary>
    internal static string ToAscii(string text) => string.Create(text.Length, text, (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i] switch
            {
                '─' => '-',
                '│' => '|',
                '┊' => ':',
                '…' => '~',
                '┌' or '┐' or '└' or '┘' or '├' or '┬' or '┴' => '+',
                var other => other,
            };
        }
    });
}
