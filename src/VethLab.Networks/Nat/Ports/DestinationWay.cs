using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Nat.Ports;

/// <summary>The way from a namespace to a destination, by the longest match of its main routing table (ip-route(8)).</summary>
/// <param name="Interface">The interface that leads there.</param>
/// <param name="Subnet">The network that the destination is a neighbour in; null: it is behind a gateway.</param>
/// <param name="IsDefault">Only the default route leads there.</param>
internal sealed record DestinationWay(string Interface, IPPrefix? Subnet, bool IsDefault)
{
    /// <summary>Null where no route leads there.</summary>
    internal static DestinationWay? Find(NamespaceSession session, IPAddress destination) => KernelErrors.Explained(session.Name, () =>
    {
        var route = session.Routes.List(destination.AddressFamily)
            .Where(route => route.Table == RouteMessage.MainTable && route.Tos == 0 && route.From is null && route.Destination.Contains(destination))
            .OrderByDescending(route => route.Destination.Length).ThenBy(route => route.Metric).FirstOrDefault();
        if (route is not { Type: RouteType.Unicast, Hops: [var hop, ..] } || session.Links.Find(hop.InterfaceIndex) is not { } link)
            return null;
        return new DestinationWay(link.Name, hop.Gateway is null ? route.Destination.Network : null, route.Destination.Length == 0);
    });
}
