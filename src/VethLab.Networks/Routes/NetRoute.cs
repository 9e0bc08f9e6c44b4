using System.ComponentModel;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>A route, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetRoute : NetObject
{
    private SnapshotList<RoutePath> paths = [];

    /// <summary>The same as <see cref="DestinationPrefix"/>.</summary>
    public string Name => DestinationPrefix;

    /// <summary>0.0.0.0/0 or ::/0 for a default route.</summary>
    public required string DestinationPrefix { get; init; }

    /// <summary>The gateway; null where the destination is on the link, and where there are several ways.</summary>
    public string? NextHop => paths.Count == 1 ? paths[0].NextHop : null;

    /// <summary>The way out; null for routes that lead nowhere, as blackhole, and where there are several.</summary>
    public string? InterfaceAlias => Common(path => path.InterfaceAlias);

    /// <summary>0 where <see cref="InterfaceAlias"/> is null for one of its reasons.</summary>
    public int InterfaceIndex => Common(path => path.InterfaceIndex);

    /// <summary>
    /// All ways out in ip-route(8)'s words: "192.168.88.1 dev veth01". Several share the packets, by their weights; none: it leads nowhere.
    /// </summary>
    public SnapshotList<string> NextHops => paths.Select(path => path.ToString()).ToSnapshotList();

    /// <summary>Number of the next hop object (ip-nexthop(8)) that the ways out come from; null: they are the route's own.</summary>
    public uint? NextHopId { get; init; }

    /// <summary>The smaller is preferred.</summary>
    public uint RouteMetric { get; init; }

    /// <summary>Own address that packets of this host get as their source; null: the kernel chooses.</summary>
    public string? Source { get; init; }

    /// <summary>IPv6: the network that packets must come from; null: from anywhere.</summary>
    public string? From { get; init; }

    /// <summary>IPv4: the type of service that packets must have; 0: any.</summary>
    public byte Tos { get; init; }

    /// <summary>Largest packet on this route, in bytes; null: as its interface has it.</summary>
    public uint? Mtu { get; init; }

    public RouteType Type { get; init; }

    /// <summary>254 is the main table, 255 the kernel's own for local addresses.</summary>
    public uint Table { get; init; }

    /// <summary>Who made it: Kernel, Boot, Static, RouterAdvertisement, Dhcp …</summary>
    public required string Protocol { get; init; }

    /// <summary>How far the destination is: Global behind a gateway, Link or Host for IPv4 without one.</summary>
    public required string Scope { get; init; }

    public AddressFamily AddressFamily { get; init; }

    /// <summary>Whether it is for everything that no other route is for.</summary>
    public bool IsDefault => DestinationPrefix is "0.0.0.0/0" or "::/0";

    /// <summary>
    /// The ways out of <see cref="NextHops"/> as objects. A method, because ConvertTo-Json would warn about objects in a list in a list.
    /// </summary>
    public IReadOnlyList<RoutePath> GetPaths() => paths;

    /// <summary>Whether these are its ways, in any order. What a description leaves out may be anything.</summary>
    public bool HasPaths(IReadOnlyList<HopDescription> hops)
    {
        var left = paths.ToList();
        return left.Count == hops.Count && hops.All(hop => left.FindIndex(path => hop.Describes(path)) is >= 0 and var index && RemoveAt(index));

        bool RemoveAt(int index)
        {
            left.RemoveAt(index);
            return true;
        }
    }

    public override string ToString() =>
        $"{(IsDefault ? "default" : DestinationPrefix)}{(paths.Count > 1 ? string.Concat(paths.Select(path => $" nexthop {Words(path)}")) : paths.Count == 1 ? $" {Words(paths[0])}" : "")}";

    private static string Words(RoutePath path) => path.Lasting is { NextHop: not null } lasting ? $"via {lasting}" : $"{path.Lasting}";

    /// <summary>What all ways have in common.</summary>
    private T? Common<T>(Func<RoutePath, T> property) =>
        paths.Count > 0 && paths.Select(property).Distinct().Count() == 1 ? property(paths[0]) : default;

    /// <summary>What tells it from other routes of its namespace, and nothing that changes by itself or by a renaming.</summary>
    internal NetRoute Identity => this with
    {
        paths = paths.Select(path => path.Lasting with { InterfaceAlias = null }).ToSnapshotList(),
        Namespace = null,
        NamespaceId = default,
    };

    internal static NetRoute Of(RouteMessage route, IReadOnlyDictionary<int, string> names, NamespaceSession session) => new()
    {
        paths = route.Hops.Select(hop => new RoutePath
        {
            NextHop = hop.Gateway?.ToString(),
            InterfaceAlias = names.GetValueOrDefault(hop.InterfaceIndex),
            InterfaceIndex = hop.InterfaceIndex,
            Weight = hop.Weight,
            Flags = hop.Flags,
        }).ToSnapshotList(),
        DestinationPrefix = route.Destination.ToString(),
        NextHopId = route.NextHopId == 0 ? null : route.NextHopId,
        RouteMetric = route.Metric,
        Source = route.Source?.ToString(),
        From = route.From?.ToString(),
        Tos = route.Tos,
        Mtu = route.Mtu == 0 ? null : route.Mtu,
        Type = route.Type,
        Table = route.Table,
        Protocol = route.Protocol switch
        {
            0 => "Unspecified",
            1 => "Redirect",
            2 => "Kernel",
            3 => "Boot",
            4 => "Static",
            9 => "RouterAdvertisement",
            16 => "Dhcp",
            var other => $"{other}",
        },
        Scope = ScopeName.Of(route.Scope),
        AddressFamily = route.Destination.Family,
        Namespace = session.Name,
        NamespaceId = session.Identity,
    };
}
