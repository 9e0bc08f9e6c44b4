using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>Why the kernel does not take a route, found by looking at what is there.</summary>
internal static class RouteErrors
{
    internal static NetworkException? Explain(LinuxException failure, NamespaceSession session, RouteDescription route) => failure.Errno switch
    {
        Errno.EEXIST => Exists(failure, session, route),
        Errno.EINVAL when route.Source is not null && !HasAddress(session, route.Source) => new NetworkException(
            NetworkError.AddressNotFound, $"{route.Source} is no address in {session.Description}: {failure.Message}", route.Source.ToString(),
            "Get-NetIPAddress lists the addresses there are.", failure),
        Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EINVAL when route.Hops.Any(hop => hop.NextHop is not null) => Unreachable(failure, session, route),
        Errno.ENETDOWN => Down(failure, session, route),
        Errno.EAFNOSUPPORT or Errno.EOPNOTSUPP when route.Destination.Family == AddressFamily.InterNetworkV6 =>
            KernelFeature.IPv6.Missing(route.Destination.ToString(), failure),
        _ => null,
    };

    private static NetworkException Exists(LinuxException failure, NamespaceSession session, RouteDescription route)
    {
        var metric = route.Metric == 0 ? RouteMessage.DefaultMetric(route.Destination.Family) : route.Metric;
        var there = RouteOperations.List(session).FirstOrDefault(
            other => other.DestinationPrefix == route.Destination.ToString() && other.RouteMetric == metric && other.Table == route.Table);
        return new NetworkException(
            NetworkError.RouteExists,
            $"There is a route to {route.Destination} with metric {metric} in {session.Description} already"
            + (there is null ? "." : $": {there}, of type {there.Type}, made by {there.Protocol} (protocol)."),
            route.Destination.ToString(),
            $"Remove that first (Remove-NetRoute {route.Destination}), or give -RouteMetric a value of its own.",
            failure);
    }

    private static NetworkException Down(LinuxException failure, NamespaceSession session, RouteDescription route)
    {
        var names = route.Hops.Select(hop => hop.InterfaceAlias).OfType<string>().ToList();
        var down = names.Find(name => session.Links.Find(name) is { IsUp: false }) ?? names.FirstOrDefault();
        return new NetworkException(
            NetworkError.GatewayUnreachable, $"'{down}' is down: {failure.Message}", down, $"Set-NetInterface {down} -Up brings it up.", failure);
    }

    /// <summary>Of several next hops the kernel does not say which it means: the first with which something is wrong.</summary>
    private static NetworkException Unreachable(LinuxException failure, NamespaceSession session, RouteDescription route)
    {
        var gateways = route.Hops.Where(hop => hop.NextHop is not null).ToList();
        var hop = gateways.Find(one => Reason(session, one) is not null) ?? gateways[0];
        var (why, advice) = Reason(session, hop) ?? ("the kernel does not take it", "The kernel's own text says what it objects to.");
        return new NetworkException(
            NetworkError.GatewayUnreachable, $"The next hop {hop.NextHop} cannot be reached in {session.Description}: {why}. {failure.Message}",
            hop.NextHop!.ToString(), advice, failure);
    }

    /// <summary>What is wrong with a next hop; null: nothing to be seen from here.</summary>
    private static (string Why, string Advice)? Reason(NamespaceSession session, HopDescription way)
    {
        var hop = way.NextHop!;
        if (hop.IsIPv6LinkLocal)
        {
            return way.InterfaceAlias is null
                ? ("a link-local address is the same on every link", "Say on which it is, with -InterfaceAlias, or behind the address: 'fe80::1 dev veth01'.")
                : null;
        }
        var links = session.Links.List().ToDictionary(link => link.Index);
        var own = session.Addresses.List()
            .Where(address => address.Address.Family == hop.AddressFamily && links.ContainsKey(address.InterfaceIndex))
            .Select(address => (Prefix: address.Address, Link: links[address.InterfaceIndex]))
            .ToList();
        var around = own.Where(address => address.Prefix.Contains(hop)).ToList();
        if (around.Exists(address => address.Prefix.Address.Equals(hop)))
            return ("it is an address of this side itself", "The next hop is another host on the network.");
        if (around.Find(address => hop.Equals(address.Prefix.Broadcast) || hop.Equals(address.Prefix.Network.Address)) is { Link: not null } edge)
            return ($"it is no host's address in {edge.Prefix.Network}, but the network's first or last", "Take the address of a host there.");
        if (around.Find(address => !address.Link.IsUp) is { Link: not null } down)
        {
            return (
                $"it lies in {down.Prefix.Network}, the network of '{down.Link.Name}', which is down",
                $"Set-NetInterface {down.Link.Name}{(session.Name is { } name && !session.IsHere ? $" -Namespace {name}" : string.Empty)} -Up brings it up.");
        }
        if (around.Find(address => way.InterfaceAlias is not null && address.Link.Name != way.InterfaceAlias) is { Link: not null } other)
            return ($"it lies in {other.Prefix.Network}, the network of '{other.Link.Name}', not of '{way.InterfaceAlias}'", "Leave out -InterfaceAlias, or name that one.");
        if (around.Count > 0)
            return null;
        return (
            own.Count == 0
                ? $"no interface has an {(hop.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address"
                : $"it lies in none of the networks there are, {string.Join(", ", own.Select(address => $"{address.Prefix.Network} ({address.Link.Name})").Distinct())}",
            "A next hop is a neighbour: check its address and the prefix lengths, or give an interface an address in its network with New-NetIPAddress.");
    }

    private static bool HasAddress(NamespaceSession session, IPAddress address) =>
        session.Addresses.List().Any(own => own.Address.Address.Equals(address));
}
