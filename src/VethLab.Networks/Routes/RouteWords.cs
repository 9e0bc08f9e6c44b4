using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>Writes ip-route(8) commands: "route add default via 192.168.88.1 dev veth01 proto static".</summary>
internal static class RouteWords
{
    internal static string Add(RouteDescription route) => Words("add", route, "proto static");

    /// <summary>Of a route that is known by its description alone.</summary>
    internal static string Delete(RouteDescription route) => Words("delete", route, string.Empty);

    private static string Words(string verb, RouteDescription route, string protocol)
    {
        var hops = route.Hops.Select(hop => Words(hop, route.Destination.Family)).ToList();
        return Join(
            verb, route.Destination.Family, route.Type, route.Destination.Length == 0 ? "default" : route.Destination.ToString(), Single(hops),
            Option("src", route.Source), Option("metric", route.Metric), Table(route.Table), protocol, Several(hops));
    }

    internal static string Delete(NetRoute route)
    {
        var hops = route.NextHopId is null ? route.GetPaths().Select(path => Words(Describe(path), route.AddressFamily)).ToList() : [];
        return Join(
            "delete", route.AddressFamily, route.NextHopId is null ? route.Type : RouteType.Unicast,
            route.IsDefault ? "default" : route.DestinationPrefix, Option("from", route.From), Option("tos", route.Tos),
            Option("nhid", route.NextHopId), Single(hops),
            Option("src", route.Source), Option("metric", route.RouteMetric), Table(route.Table), Several(hops));
    }

    private static string Join(string verb, AddressFamily family, RouteType type, params string[] parts) => string.Join(
        ' ',
        new[] { family == AddressFamily.InterNetworkV6 ? "-6" : "", "route", verb, type == RouteType.Unicast ? "" : type.ToString().ToLowerInvariant() }
            .Concat(parts).Where(part => part.Length > 0));

    private static HopDescription Describe(RoutePath path) => new()
    {
        NextHop = path.NextHop is null ? null : IPAddress.Parse(path.NextHop),
        InterfaceAlias = path.InterfaceAlias,
        Weight = path.Weight,
        OnLink = (path.Flags & RouteHopFlags.OnLink) != 0,
    };

    private static string Words(HopDescription hop, AddressFamily family)
    {
        var other = hop.NextHop is null || hop.NextHop.AddressFamily == family ? "" : family == AddressFamily.InterNetwork ? "inet6 " : "inet ";
        var parts = new[]
        {
            hop.NextHop is null ? "" : $"via {other}{hop.NextHop}",
            hop.InterfaceAlias is null ? "" : $"dev {ShellPrefix.Quote(hop.InterfaceAlias)}",
            hop.Weight == 1 ? "" : $"weight {hop.Weight}",
            hop.OnLink ? "onlink" : "",
        };
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Single(List<string> hops) => hops.Count == 1 ? hops[0] : string.Empty;

    /// <summary>ip takes all that follows for next hops, so they stand last.</summary>
    private static string Several(List<string> hops) => hops.Count > 1 ? string.Join(' ', hops.Select(hop => $"nexthop {hop}")) : string.Empty;

    private static string Table(uint table) => table == RouteMessage.MainTable ? string.Empty : $"table {table}";

    private static string Option(string name, object? value) => value is null or 0u or (byte)0 ? string.Empty : $"{name} {value}";
}
