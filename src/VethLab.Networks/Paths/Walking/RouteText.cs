using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A route lookup's answer in ip-route(8)'s words.</summary>
internal static class RouteText
{
    internal static string Of(PathSpace space, RouteLookup lookup, IPAddress? source = null)
    {
        var way = lookup.Way!;
        var match = lookup.Match?.Destination ?? way.Destination;
        var words = new List<string>();
        if (way.Type != RouteType.Unicast)
            words.Add($"{way.Type}".ToLowerInvariant());
        words.Add(match.Length == 0 ? "default" : match.ToString());
        if (way.Gateway is { } gateway)
            words.Add($"via {gateway}");
        if (space.Link(way.InterfaceIndex) is { } link)
            words.Add($"dev {link.Name}");
        if (source is not null)
            words.Add($"src {source}");
        if (way.Table is not (RouteMessage.MainTable or 255 or 0))
            words.Add($"table {way.Table}");
        return string.Join(' ', words);
    }
}
