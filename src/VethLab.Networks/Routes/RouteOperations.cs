using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Routes;

/// <summary>Reads, adds and removes routes.</summary>
public static class RouteOperations
{
    /// <summary>RTPROT_STATIC: made by an administrator.</summary>
    private const byte Static = 4;

    /// <summary>RT_SCOPE_LINK: the destination is on the link.</summary>
    private const byte LinkScope = 253;

    /// <summary>All routes of all tables.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetRoute> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Routes.List().Select(route => NetRoute.Of(route, names, session)).ToList();
    });

    /// <summary>Checks a default gateway against an interface's addresses before either exists.</summary>
    /// <exception cref="NetworkException">WrongAddressFamily, GatewayUnreachable.</exception>
    internal static void CheckGateway(IPAddress gateway, IReadOnlyList<IPPrefix> addresses, string interfaceName)
    {
        if (addresses.Count == 0)
        {
            throw new NetworkException(
                NetworkError.GatewayUnreachable, $"'{interfaceName}' gets no address, so no gateway can be reached through it.", gateway.ToString(),
                "Give -IPAddress as well.");
        }
        if (!addresses.Any(address => address.Family == gateway.AddressFamily))
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily,
                $"The gateway {gateway} is an {FamilyName(gateway.AddressFamily)} address; '{interfaceName}' gets {string.Join(", ", addresses)}.",
                gateway.ToString(),
                "Gateway and address must be of one family.");
        }
        if (gateway.AddressFamily == AddressFamily.InterNetworkV6 && gateway.IsIPv6LinkLocal)
            return;
        if (!addresses.Any(address => address.Contains(gateway)))
        {
            throw new NetworkException(
                NetworkError.GatewayUnreachable,
                $"The gateway {gateway} is outside {string.Join(", ", addresses.Select(address => address.Network))}, the network of '{interfaceName}'.",
                gateway.ToString(),
                "A gateway must be a neighbour; check its address and the prefix length.");
        }
        if (addresses.Any(address => address.Address.Equals(gateway)))
        {
            throw new NetworkException(
                NetworkError.GatewayUnreachable,
                $"The gateway {gateway} is the address of '{interfaceName}' itself.",
                gateway.ToString(),
                "The gateway is another host on the network, such as the bridge.");
        }
    }

    private static string FamilyName(AddressFamily family) => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    /// <summary>Plans the default route of a link that earlier steps make.</summary>
    internal static void PlanDefault(Plan plan, NamespaceSession session, string interfaceName, IPAddress gateway)
    {
        var any = gateway.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        Plan(plan, session, new RouteDescription(new IPPrefix(any, 0))
        {
            Hops = [new HopDescription { NextHop = gateway, InterfaceAlias = interfaceName }],
        });
    }

    /// <summary>Plans a route.</summary>
    /// <exception cref="NetworkException">WrongAddressFamily, InvalidAddress, InvalidValue, GatewayUnreachable, InterfaceNotFound, AddressNotFound, RouteExists.</exception>
    public static Plan PlanAdd(NamespaceSession session, RouteDescription route)
    {
        foreach (var hop in route.Hops)
        {
            CheckFamily(route, hop.NextHop, "next hop");
            if (hop.NextHop is { } address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            {
                throw new NetworkException(
                    NetworkError.InvalidAddress, $"The next hop {address} of the route to {route.Destination} stands for no address at all.", address.ToString(),
                    "For what lies on the link itself leave out -NextHop, and give -InterfaceAlias.");
            }
        }
        CheckFamily(route, route.Source, "source");
        // Of such routes IPv6 says that they lead to loopback, and so does what was read.
        if (route.LeadsNowhere && route.Hops.All(hop => hop is { NextHop: null, InterfaceAlias: "lo" }))
            route = route with { Hops = [] };
        if (route.LeadsNowhere && route.Hops.Count > 0)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The {route.Type} route to {route.Destination} leads nowhere, so it has no next hop and no interface.",
                route.Destination.ToString(), "Leave out -NextHop and -InterfaceAlias.");
        }
        if (!route.LeadsNowhere && !(route.Hops.Count > 0 && route.Hops.All(hop => hop.NextHop is not null || hop.InterfaceAlias is not null)))
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The route to {route.Destination} has neither a next hop nor an interface.", route.Destination.ToString(),
                "Give -NextHop, -InterfaceAlias or both.");
        }
        foreach (var hop in route.Hops.Where(hop => hop.InterfaceAlias is not null))
            _ = InterfaceReader.Need(session, hop.InterfaceAlias!);
        var plan = new Plan();
        Plan(plan, session, route);
        return plan;
    }

    private static void CheckFamily(RouteDescription route, IPAddress? address, string what)
    {
        if (address is not null && address.AddressFamily != route.Destination.Family)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily,
                $"The {what} {address} and the destination {route.Destination} are of different families.",
                address.ToString(),
                "Both must be IPv4, or both IPv6.");
        }
    }

    private static void Plan(Plan plan, NamespaceSession session, RouteDescription route) =>
        plan.Add(() => session.Shell.Ip(RouteWords.Add(route)), () => Add(session, route), () => session.Routes.Remove(Message(route, IndexIn(session))));

    internal static void Add(NamespaceSession session, RouteDescription route) => Add(session, route, IndexIn(session));

    /// <summary>Adds a route.</summary>
    /// <param name="session">Where.</param>
    /// <param name="route">The route.</param>
    /// <param name="indexOf">The index of an interface there.</param>
    /// <exception cref="NetworkException">GatewayUnreachable, AddressNotFound, RouteExists; InterfaceNotFound.</exception>
    internal static void Add(NamespaceSession session, RouteDescription route, Func<string, int> indexOf) => KernelErrors.Explained(
        route.Destination.ToString(),
        () => session.Routes.Add(Message(route, indexOf)),
        failure => RouteErrors.Explain(failure, session, route));

    private static Func<string, int> IndexIn(NamespaceSession session) => name => InterfaceReader.Need(session, name).Index;

    private static RouteMessage Message(RouteDescription route, Func<string, int> indexOf)
    {
        var hops = route.Hops.Select(hop => new RouteHop
        {
            Gateway = hop.NextHop,
            InterfaceIndex = hop.InterfaceAlias is null ? 0 : indexOf(hop.InterfaceAlias),
            Weight = hop.Weight,
            Flags = hop.OnLink ? RouteHopFlags.OnLink : RouteHopFlags.None,
        }).ToList();
        var single = hops.Count == 1 ? hops[0] : null;
        var isOnLink = single is { Gateway: null } && route.Destination.Family == AddressFamily.InterNetwork;
        return new RouteMessage
        {
            Destination = route.Destination,
            Gateway = single?.Gateway,
            InterfaceIndex = single?.InterfaceIndex ?? 0,
            Flags = single?.Flags ?? RouteHopFlags.None,
            Multipath = hops.Count > 1 ? hops : [],
            Metric = route.Metric,
            Source = route.Source,
            Table = route.Table,
            Type = route.Type,
            Protocol = Static,
            Scope = isOnLink ? LinkScope : (byte)0,
        };
    }

    /// <summary>The route that a description made, as it is now.</summary>
    /// <exception cref="NetworkException">RouteNotFound: somebody has removed it.</exception>
    public static NetRoute Read(NamespaceSession session, RouteDescription route)
    {
        // The kernel lets no second one be made with these.
        var metric = route.Metric != 0 ? route.Metric : RouteMessage.DefaultMetric(route.Destination.Family);
        return List(session).FirstOrDefault(
            other => other.DestinationPrefix == route.Destination.ToString() && other.Table == route.Table && other.RouteMetric == metric
                && other.Type == route.Type && other.Tos == 0 && other.From is null)
            ?? throw NotFound(session, route.Destination.ToString());
    }

    /// <summary>Plans to remove a route that was read before, and no other.</summary>
    /// <exception cref="NetworkException">RouteNotFound.</exception>
    public static Plan PlanRemove(NamespaceSession session, NetRoute route)
    {
        var removal = KernelErrors.Explained(route.Name, () => RouteRemoval.Find(session, route)) ?? throw NotFound(session, route.ToString());
        var plan = new Plan();
        plan.Add(() => session.Shell.Ip(RouteWords.Delete(route)), () => KernelErrors.Explained(route.Name, removal.Apply), removal.Undo);
        return plan;
    }

    /// <summary>There is no such route.</summary>
    public static NetworkException NotFound(NamespaceSession session, string what) => new(
        NetworkError.RouteNotFound, $"There is no route '{what}' in {session.Description}.", what, "Get-NetRoute lists the routes there are.");
}
