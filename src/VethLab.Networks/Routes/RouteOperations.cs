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
        return session.Routes.List()
            .Select(route => NetRoute.From(route, names.GetValueOrDefault(route.InterfaceIndex), session))
            .ToList();
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
        Plan(plan, session, new RouteDescription(new IPPrefix(any, 0)) { NextHop = gateway, InterfaceAlias = interfaceName });
    }

    /// <summary>Plans a route.</summary>
    /// <exception cref="NetworkException">WrongAddressFamily, InvalidAddress, GatewayUnreachable, InterfaceNotFound, RouteExists.</exception>
    public static Plan PlanAdd(NamespaceSession session, RouteDescription route)
    {
        if (route.NextHop is not null && route.NextHop.AddressFamily != route.Destination.Family)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily,
                $"The next hop {route.NextHop} and the destination {route.Destination} are of different families.",
                route.NextHop.ToString(),
                "Both must be IPv4, or both IPv6.");
        }
        if (route.NextHop is { } hop && (hop.Equals(IPAddress.Any) || hop.Equals(IPAddress.IPv6Any)))
        {
            throw new NetworkException(
                NetworkError.InvalidAddress, $"The next hop {hop} of the route to {route.Destination} stands for no address at all.", hop.ToString(),
                "For what lies on the link itself leave out -NextHop, and give -InterfaceAlias.");
        }
        if (route.Source is not null && route.Source.AddressFamily != route.Destination.Family)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily,
                $"The source {route.Source} and the destination {route.Destination} are of different families.",
                route.Source.ToString(),
                "Both must be IPv4, or both IPv6.");
        }
        if (route.LeadsNowhere && (route.NextHop is not null || route.InterfaceAlias is not null))
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The {route.Type} route to {route.Destination} leads nowhere, so it has no next hop and no interface.",
                route.Destination.ToString(), "Leave out -NextHop and -InterfaceAlias.");
        }
        if (!route.LeadsNowhere && route.NextHop is null && route.InterfaceAlias is null)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"The route to {route.Destination} has neither a next hop nor an interface.", route.Destination.ToString(),
                "Give -NextHop, -InterfaceAlias or both.");
        }
        if (route.InterfaceAlias is not null)
            _ = InterfaceReader.Need(session, route.InterfaceAlias);
        var plan = new Plan();
        Plan(plan, session, route);
        return plan;
    }

    private static void Plan(Plan plan, NamespaceSession session, RouteDescription route) =>
        plan.Add(session.Shell.Ip(AddWords(route)), () => Add(session, route), () => session.Routes.Remove(Message(session, route)));

    /// <summary>The arguments of ip(8) that add a route.</summary>
    internal static string AddWords(RouteDescription route) => $"{Words("add", route)} proto static";

    internal static void Add(NamespaceSession session, RouteDescription route) => KernelErrors.Explained(
        route.Destination.ToString(),
        () => session.Routes.Add(Message(session, route)),
        failure => RouteErrors.Explain(failure, session, route));

    private static RouteMessage Message(NamespaceSession session, RouteDescription route) => new()
    {
        Destination = route.Destination,
        Gateway = route.NextHop,
        InterfaceIndex = route.InterfaceAlias is null ? 0 : InterfaceReader.Need(session, route.InterfaceAlias).Index,
        Metric = route.Metric,
        Source = route.Source,
        Table = route.Table,
        Type = route.Type,
        Protocol = Static,
        Scope = route.NextHop is null && !route.LeadsNowhere && route.Destination.Family == AddressFamily.InterNetwork ? LinkScope : (byte)0,
    };

    /// <summary>Plans to remove a route that was read before.</summary>
    /// <exception cref="NetworkException">RouteNotFound.</exception>
    public static Plan PlanRemove(NamespaceSession session, NetRoute route)
    {
        _ = IPPrefix.TryParse(route.DestinationPrefix, out var destination);
        var message = KernelErrors.Explained(route.Name, () => session.Routes.List()).FirstOrDefault(
            other => other.Destination == destination && other.Gateway?.ToString() == route.NextHop && other.InterfaceIndex == route.InterfaceIndex
                && other.Metric == route.RouteMetric && other.Table == route.Table && other.Type == route.Type)
            ?? throw NotFound(session, route.ToString());
        var description = new RouteDescription(message.Destination)
        {
            NextHop = message.Gateway,
            InterfaceAlias = route.InterfaceAlias,
            Metric = message.Metric,
            Source = message.Source,
            Table = message.Table,
            Type = message.Type,
        };
        var plan = new Plan();
        plan.Add(
            session.Shell.Ip(Words("delete", description)),
            () => KernelErrors.Explained(route.Name, () => session.Routes.Remove(message)),
            () => session.Routes.Add(message));
        return plan;
    }

    /// <summary>There is no such route.</summary>
    public static NetworkException NotFound(NamespaceSession session, string what) => new(
        NetworkError.RouteNotFound, $"There is no route '{what}' in {session.Description}.", what, "Get-NetRoute lists the routes there are.");

    private static string Words(string verb, RouteDescription route) =>
        $"{(route.Destination.Family == AddressFamily.InterNetworkV6 ? "-6 " : "")}route {verb} "
        + (route.Type == RouteType.Unicast ? string.Empty : $"{route.Type.ToString().ToLowerInvariant()} ")
        + (route.Destination.Length == 0 ? "default" : $"{route.Destination}")
        + (route.NextHop is null ? string.Empty : $" via {route.NextHop}")
        + (route.InterfaceAlias is null ? string.Empty : $" dev {ShellPrefix.Quote(route.InterfaceAlias)}")
        + (route.Source is null ? string.Empty : $" src {route.Source}")
        + (route.Metric == 0 ? string.Empty : $" metric {route.Metric}")
        + (route.Table == RouteMessage.MainTable ? string.Empty : $" table {route.Table}");
}
