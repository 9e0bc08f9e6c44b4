namespace VethLab.Networks.Capture;

/// <summary>Where the interfaces of a ladder stand: in the order in which packets come past them, those of a namespace side by side.</summary>
internal sealed class LadderColumns
{
    private const double Narrowest = 92, Cell = 6.9, Gap = 18;

    private readonly Dictionary<string, double> centres = [];

    /// <summary>A column.</summary>
    internal sealed record Column(string Interface, double X);

    internal List<Column> All { get; } = [];

    /// <summary>Namespaces with the edges of their columns.</summary>
    internal List<(string Name, double From, double To)> Bands { get; } = [];

    internal double Right { get; private set; }

    internal double X(PacketHop hop) => centres[hop.Place];

    internal static LadderColumns Of(IEnumerable<PacketTrail> trails, double left)
    {
        var columns = new LadderColumns { Right = left };
        // Interfaces of one namespace may come into sight with others between them.
        // The longest way says best in which order they are passed.
        foreach (var space in trails.OrderByDescending(trail => trail.HopCount).SelectMany(trail => trail.Hops).GroupBy(hop => hop.Namespace ?? string.Empty))
            columns.Add(space.Key, [.. space.DistinctBy(hop => hop.Place)]);
        return columns;
    }

    private void Add(string name, PacketHop[] hops)
    {
        var from = Right;
        var least = Cell * (name.Length + 2) / hops.Length;
        foreach (var hop in hops)
        {
            var width = Math.Max(Math.Max(Narrowest, least), (Cell * hop.Interface.Length) + 16);
            centres[hop.Place] = Right + (width / 2);
            All.Add(new Column(hop.Interface, Right + (width / 2)));
            Right += width;
        }
        Bands.Add((name.Length > 0 ? name : "here", from, Right));
        Right += Gap;
    }
}
