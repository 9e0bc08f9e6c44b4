using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Nat.Ports;

/// <summary>The way from a namespace to a destination, as the kernel looks it up (ip-route(8), get).</summary>
/// <param name="Interface">The interface that leads there.</param>
/// <param name="Subnet">The network that the destination is a neighbour in; null: it is behind a gateway.</param>
/// <param name="IsDefault">Only the default route leads there.</param>
internal sealed record DestinationWay(string Interface, IPPrefix? Subnet, bool IsDefault)
{
    /// <summary>Null where no route leads there.</summary>
    internal static DestinationWay? Find(NamespaceSession session, IPAddress destination) => KernelErrors.Explained(session.Name, () =>
    {
        var answer = session.Routes.Lookup(new RouteQuery(destination));
        if (answer is not { Way: { Type: RouteType.Unicast } way } || session.Links.Find(way.InterfaceIndex) is not { } link)
            return null;
        return new DestinationWay(link.Name, way.Gateway is null ? answer.Match?.Destination.Network : null, answer.Match is { Destination.Length: 0 });
    });
}
