using System.Globalization;
using VethLab.Networks.Labs.Drawing;

namespace VethLab.Networks.Capture;

/// <summary>Draws a trail as text: a row for each hop, times downwards.</summary>
internal static class TrailLadder
{
    internal static string[] Draw(PacketTrail trail)
    {
        var width = trail.Hops.Max(hop => ShownText.Width(ShownText.Of(hop.Place)));
        return [Title(trail), .. trail.Hops.Select((hop, number) => Row(trail, hop, number, width))];
    }

    private static string Title(PacketTrail trail)
    {
        var remarks = new List<string> { trail.HopCount == 1 ? "1 hop" : $"{trail.HopCount} hops in {Milliseconds(trail.Delay)}" };
        if (trail.IsBranched)
            remarks.Add("copied");
        if (trail.IsLooped)
            remarks.Add("in a loop");
        if (trail.IsAmbiguous)
            remarks.Add("may be mixed up with one like it");
        return $"{trail.Summary}  ({string.Join(", ", remarks)})";
    }

    private static string Row(PacketTrail trail, PacketHop hop, int number, int width)
    {
        var time = hop.Delay is { } delay ? "+" + Milliseconds(delay) : hop.Time.ToLocalTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        // The addresses themselves would take the whole line; the hop has them.
        var changes = string.Join(", ", hop.Changes.Where(change => !change.IsConsequence).Select(change => change.Field == "MAC" ? "new MACs" : $"{change}"));
        // A hop that does not come from the one above it is a copy; it says whose.
        var origin = hop.From is { } from && from != number - 1 ? $"from {ShownText.Of(trail.Hops[from].Place)}" : string.Empty;
        var remark = string.Join("; ", new[] { origin, changes }.Where(text => text.Length > 0));
        var place = ShownText.Of(hop.Place);
        var padding = new string(' ', width - ShownText.Width(place));
        return $"  {time,15}  {Rail(number, trail.HopCount)} {(hop.IsOutgoing ? "→" : "←")} {place}{padding}  {remark}".TrimEnd();
    }

    private static string Rail(int number, int count) => (number, count) switch
    {
        (_, 1) => "─",
        (0, _) => "┌",
        _ when number == count - 1 => "└",
        _ => "│",
    };

    internal static string Milliseconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.000} ms");
}
