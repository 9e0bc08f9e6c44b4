using VethLab.Networks.Labs.Drawing;

namespace VethLab.Networks.Paths;

/// <summary>Writes the hops of a path below each other, as traceroute does.</summary>
public static class PathLadder
{
    /// <summary>Cells of a line: with the label of a list beside it, it fits a terminal of 120.</summary>
    private const int Widest = 103, Narrowest = 50;

    /// <summary>
    /// A line for each hop: its number; ✓, ✗ or ? for what the configuration does to the packets; ● where the probe was seen to pass, ○ where
    /// it was not, a space where none was sent; the namespace; what it is; what the configuration says. The way back has a heading.
    /// </summary>
    /// <param name="hops">The hops.</param>
    /// <param name="width">Cells that a line may take; 0: as many as are good to read.</param>
    public static string[] Draw(IReadOnlyList<PathHop> hops, int width = 0)
    {
        width = width == 0 ? Widest : Math.Clamp(width, Narrowest, Widest);
        var lines = new List<string>();
        var spaces = hops.Count > 0 ? Math.Min(16, hops.Max(hop => ShownText.Width(SpaceOf(hop)))) : 0;
        var kinds = hops.Count > 0 ? hops.Max(hop => WordOf(hop.Kind).Length) : 0;
        foreach (var hop in hops)
        {
            if (hop.IsReturn && !lines.Contains(Back))
                lines.Add(Back);
            var head = $"{hop.Index,3} {Mark(hop.State)} {Seen(hop.IsSeen)} {Pad(SpaceOf(hop), spaces)} {WordOf(hop.Kind).PadRight(kinds)} ";
            lines.Add((head + Cut(TextOf(hop), width - ShownText.Width(head))).TrimEnd());
        }
        return [.. lines];
    }

    private const string Back = "    and back";

    /// <summary>What a hop is, in the words of the field.</summary>
    internal static string WordOf(PathHopKind kind) => kind switch
    {
        PathHopKind.Route => "route",
        PathHopKind.Neighbor => "neighbour",
        PathHopKind.Interface => "interface",
        PathHopKind.Veth => "veth",
        PathHopKind.BridgePort => "bridge port",
        PathHopKind.Bridge => "bridge",
        PathHopKind.BridgeNetfilter => "br_netfilter",
        PathHopKind.Chain => "chain",
        PathHopKind.LegacyTable => "legacy table",
        PathHopKind.Forwarding => "forwarding",
        PathHopKind.ReversePath => "rp_filter",
        PathHopKind.Translation => "translation",
        PathHopKind.Delivery => "delivery",
        _ => "outside",
    };

    private static char Mark(PathHopState state) => state switch
    {
        PathHopState.Passes => '✓',
        PathHopState.Stops => '✗',
        _ => '?',
    };

    private static char Seen(bool? isSeen) => isSeen switch
    {
        true => '●',
        false => '○',
        null => ' ',
    };

    private static string SpaceOf(PathHop hop) => hop.Namespace is null ? string.Empty : ShownText.Of(hop.Namespace);

    private static string TextOf(PathHop hop)
    {
        var (name, detail) = (ShownText.Of(hop.Name), ShownText.Of(hop.Detail));
        return name == WordOf(hop.Kind) || detail.StartsWith(name, StringComparison.Ordinal) ? detail : $"{name}: {detail}";
    }

    /// <summary>What is most telling comes first, so the end goes.</summary>
    private static string Cut(string text, int cells)
    {
        if (ShownText.Width(text) <= cells)
            return text;
        var kept = text.EnumerateRunes().ToList();
        while (kept.Count > 0 && ShownText.Width(string.Concat(kept)) > cells - 1)
            kept.RemoveAt(kept.Count - 1);
        return $"{string.Concat(kept)}…";
    }

    private static string Pad(string text, int cells)
    {
        var shown = ShownText.Fit(text, cells);
        return shown + new string(' ', cells - ShownText.Width(shown));
    }
}
