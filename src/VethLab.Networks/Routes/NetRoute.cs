using System.ComponentModel;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>A route, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetRoute : NetObject
{
    /// <summary>The same as <see cref="DestinationPrefix"/>.</summary>
    public string Name => DestinationPrefix;

    /// <summary>0.0.0.0/0 or ::/0 for a default route.</summary>
    public required string DestinationPrefix { get; init; }

    /// <summary>The gateway; null where the destination is on the link.</summary>
    public string? NextHop { get; init; }

    /// <summary>The way out; null for routes that lead nowhere, as blackhole.</summary>
    public string? InterfaceAlias { get; init; }

    public int InterfaceIndex { get; init; }

    /// <summary>The smaller is preferred.</summary>
    public uint RouteMetric { get; init; }

    public string? Source { get; init; }

    public RouteType Type { get; init; }

    /// <summary>254 is the main table, 255 the kernel's own for local addresses.</summary>
    public uint Table { get; init; }

    /// <summary>Who made it: Kernel, Boot, Static, RouterAdvertisement, Dhcp …</summary>
    public required string Protocol { get; init; }

    public AddressFamily AddressFamily { get; init; }

    /// <summary>Whether it is for everything that no other route is for.</summary>
    public bool IsDefault => DestinationPrefix is "0.0.0.0/0" or "::/0";

    public override string ToString() =>
        $"{(IsDefault ? "default" : DestinationPrefix)}{(NextHop is null ? "" : $" via {NextHop}")}{(InterfaceAlias is null ? "" : $" dev {InterfaceAlias}")}";

    internal static NetRoute From(RouteMessage route, string? interfaceName, NamespaceSession session) => new()
    {
        DestinationPrefix = route.Destination.ToString(),
        NextHop = route.Gateway?.ToString(),
        InterfaceAlias = interfaceName,
        InterfaceIndex = route.InterfaceIndex,
        RouteMetric = route.Metric,
        Source = route.Source?.ToString(),
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
        AddressFamily = route.Destination.Family,
        Namespace = session.Name,
        NamespaceId = session.Identity,
    };
}
