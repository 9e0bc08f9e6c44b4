using System.Globalization;

namespace VethLab.Networks.Labs.Testing;

/// <summary>Who reaches whom in a lab, as a drawing: a line for each namespace that pings, a column for each that is pinged.</summary>
public sealed record LabMatrix
{
    /// <summary>Wider than this, columns have numbers instead of names.</summary>
    private const int Width = 100;

    public required string Lab { get; init; }

    /// <summary>Those that ping or are pinged, in the order of lines and columns.</summary>
    public required SnapshotList<string> Nodes { get; init; }

    public required SnapshotList<LabReachability> Pairs { get; init; }

    /// <summary>The pairs that are not as expected.</summary>
    public SnapshotList<LabReachability> Unexpected => Pairs.Where(pair => !pair.IsAsExpected).ToSnapshotList();

    public bool IsAsExpected => Unexpected.Count == 0;

    /// <summary>The drawing.</summary>
    public SnapshotList<string> Lines => Draw().ToSnapshotList();

    /// <summary>Draws results of one lab.</summary>
    public static LabMatrix Of(string lab, IReadOnlyList<LabReachability> pairs) => new()
    {
        Lab = lab,
        Nodes = pairs.Select(pair => pair.From).Concat(pairs.Select(pair => pair.To)).Distinct().Order(StringComparer.Ordinal).ToSnapshotList(),
        Pairs = pairs.ToSnapshotList(),
    };

    private IEnumerable<string> Draw()
    {
        var first = Nodes.Select((name, i) => $"{i + 1} {name}").Select(text => text.Length).DefaultIfEmpty(0).Max();
        var hasNames = Nodes.Max(name => name.Length) + 1 + Nodes.Sum(name => name.Length + 1) <= Width;
        var heads = Nodes.Select((name, i) => hasNames ? name : (i + 1).ToString(CultureInfo.InvariantCulture)).ToList();
        var lead = hasNames ? Nodes.Max(name => name.Length) : first;
        yield return $"{"".PadRight(lead)} {string.Join(' ', heads)}".TrimEnd();
        var cells = Pairs.ToLookup(pair => (pair.From, pair.To));
        for (var row = 0; row < Nodes.Count; row++)
        {
            var title = hasNames ? Nodes[row] : $"{(row + 1).ToString(CultureInfo.InvariantCulture).PadLeft(Nodes.Count.ToString(CultureInfo.InvariantCulture).Length)} {Nodes[row]}";
            var line = Nodes.Select((node, column) => Sign(Nodes[row], node, cells[(Nodes[row], node)].ToList()).PadRight(heads[column].Length));
            yield return $"{title.PadRight(lead)} {string.Join(' ', line)}".TrimEnd();
        }
        yield return string.Empty;
        yield return "+ reached  - not reached, as it should be  ! not reached, but should be  ? reached, but should not be";
        yield return IsAsExpected ? $"{Pairs.Count} tested, all as expected." : $"{Pairs.Count} tested, {Unexpected.Count} not as expected.";
    }

    private static string Sign(string from, string to, List<LabReachability> pairs) => pairs switch
    {
        [] => from == to ? "\\" : ".",
        _ when pairs.Any(pair => !pair.IsAsExpected) => pairs.First(pair => !pair.IsAsExpected).IsExpected ? "!" : "?",
        _ => pairs[0].IsExpected ? "+" : "-",
    };

    public override string ToString() => string.Join('\n', Lines);
}
