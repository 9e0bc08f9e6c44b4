using System.Globalization;
using VethLab.Linux.Route;
using static VethLab.Tests.Differential.PropertyText;

namespace VethLab.Tests.Differential;

/// <summary>What `ip -4 -d route show table all` and the same with -6 show, under the names of NetRoute.</summary>
internal sealed class IpRouteFacts(string place, IReadOnlyList<IpLink> links)
{
    /// <summary>What VethLab keeps, and gives back when a removal is undone, but does not show.</summary>
    private static readonly HashSet<string> NotShown =
    [
        "flow", "pref", "expires", "error", "ttl-propagate", "encap", "id", "src", "hoplimit", "tc", "nh_info", "uid", "cache", "used", "age", "users",
    ];

    private static readonly Dictionary<string, RouteHopFlags> Flags = new()
    {
        ["dead"] = RouteHopFlags.Dead,
        ["pervasive"] = RouteHopFlags.Pervasive,
        ["onlink"] = RouteHopFlags.OnLink,
        ["offload"] = RouteHopFlags.Offload,
        ["linkdown"] = RouteHopFlags.LinkDown,
        ["unresolved"] = RouteHopFlags.Unresolved,
        ["trap"] = RouteHopFlags.Trap,
    };

    private static readonly Dictionary<string, string> Protocols = new()
    {
        ["0"] = "Unspecified", ["1"] = "Redirect", ["2"] = "Kernel", ["3"] = "Boot", ["4"] = "Static", ["9"] = "RouterAdvertisement", ["16"] = "Dhcp",
    };

    internal IEnumerable<Fact> Read(List<Shown> routes, bool isIPv6) => routes.Select(route =>
    {
        var properties = Properties(route, isIPv6);
        return new Fact("route", place, $"{properties["Name"]} table {properties["Table"]}", properties);
    });

    private SortedDictionary<string, string> Properties(Shown route, bool isIPv6)
    {
        var prefix = Prefix(route.Text("dst")!, isIPv6);
        var several = route.List("nexthops");
        var ways = several.Count > 0 ? several.Select(Way).ToList() : route.Has("dev") || route.Has("gateway") || route.Has("via") ? [Way(route)] : [];
        var devices = ways.Select(way => way.Device).Distinct().ToList();
        var device = devices.Count == 1 ? devices[0] : null;
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Name"] = prefix,
            ["Namespace"] = place,
            ["DestinationPrefix"] = prefix,
            ["NextHop"] = ways.Count == 1 ? Of(ways[0].Gateway) : Nothing,
            ["InterfaceAlias"] = Of(device),
            ["InterfaceIndex"] = Of(device is null ? 0 : links.Single(link => link.Name == device).Index),
            ["NextHops"] = Of(ways.Select(way => way.Words).ToList()),
            ["NextHopId"] = Of(route.Number("nhid")),
            ["RouteMetric"] = Of(route.Number("metric") ?? 0),
            ["Source"] = Of(route.Text("prefsrc")),
            ["From"] = route.Text("from") is { } from ? Prefix(from, isIPv6) : Nothing,
            ["Tos"] = route.Text("tos") is { } tos ? Of(Convert.ToByte(tos, 16)) : "0",
            ["Mtu"] = Of(route.List("metrics").Select(metrics => metrics.Number("mtu")).FirstOrDefault()),
            ["Type"] = ((RouteType)byte.Parse(route.Text("type")!, CultureInfo.InvariantCulture)).ToString(),
            ["Table"] = route.Text("table")!,
            ["Protocol"] = Protocols.GetValueOrDefault(route.Text("protocol")!, route.Text("protocol")!),
            ["Scope"] = IpAddressFacts.ScopeOf(route.Text("scope")),
            ["AddressFamily"] = isIPv6 ? "InterNetworkV6" : "InterNetwork",
            ["IsDefault"] = Of(route.Text("dst") == "default"),
        };
        _ = route.Texts("flags");
        route.Done(NotShown);
        return properties;
    }

    private static string Prefix(string text, bool isIPv6) =>
        text == "default" ? isIPv6 ? "::/0" : "0.0.0.0/0" : text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/{(isIPv6 ? 128 : 32)}";

    private static (string? Gateway, string? Device, string Words) Way(Shown way)
    {
        var gateway = way.Text("gateway") ?? way.Inside("via")?.Text("host");
        var device = way.Text("dev");
        var flags = way.Texts("flags").Aggregate(RouteHopFlags.None, (sum, flag) => sum | Flags[flag]);
        var words = new[]
        {
            gateway, device is null ? null : $"dev {device}", way.Number("weight") is { } weight and not 1 ? $"weight {weight}" : null,
            flags == RouteHopFlags.None ? null : flags.ToString().Replace(",", "").ToLowerInvariant(),
        };
        return (gateway, device, string.Join(' ', words.OfType<string>()));
    }
}
