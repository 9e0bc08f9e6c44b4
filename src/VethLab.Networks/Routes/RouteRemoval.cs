using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>Removes one route and no other, and can give it back as it was.</summary>
internal sealed class RouteRemoval
{
    private readonly NamespaceSession session;
    private readonly RouteMessage route;

    private RouteRemoval(NamespaceSession session, RouteMessage route)
    {
        this.session = session;
        this.route = route;
    }

    /// <summary>Finds a route that was read before; null: it is gone.</summary>
    internal static RouteRemoval? Find(NamespaceSession session, NetRoute wanted) =>
        session.Routes.List(wanted.AddressFamily).FirstOrDefault(other => IdentityOf(other, session) == wanted.Identity) is { } route
            ? new RouteRemoval(session, route)
            : null;

    /// <summary>
    /// Of several IPv6 routes to a destination with one metric the kernel takes the first that fits what the request says; it looks neither at
    /// the type nor, for next hop objects, at the way out. What it takes in the wanted one's place is given back.
    /// </summary>
    internal void Apply()
    {
        var before = Rivals();
        session.Routes.Remove(route);
        if (before.Count < 2)
            return;
        var taken = new List<RouteMessage>();
        for (var now = Rivals(); now.Exists(other => Same(other, route)); now = Rivals())
        {
            taken.AddRange(before.Where(one => !now.Exists(other => Same(one, other)) && !taken.Exists(other => Same(one, other))));
            session.Routes.Remove(route);
        }
        foreach (var other in taken)
            session.Routes.Restore(other);
    }

    internal void Undo() => session.Routes.Restore(route);

    private List<RouteMessage> Rivals() => route.Destination.Family == AddressFamily.InterNetwork
        ? []
        : session.Routes.List(AddressFamily.InterNetworkV6)
            .Where(other => other.Destination == route.Destination && other.Table == route.Table && other.Metric == route.Metric).ToList();

    private bool Same(RouteMessage one, RouteMessage other) => IdentityOf(one, session) == IdentityOf(other, session);

    private static NetRoute IdentityOf(RouteMessage route, NamespaceSession session) =>
        NetRoute.Of(route, new Dictionary<int, string>(), session).Identity;
}
