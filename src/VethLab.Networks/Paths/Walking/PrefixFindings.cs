using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether a prefix length is why one end takes the other for a neighbour that it is not, or does not take it for one that it is.</summary>
internal static class PrefixFindings
{
    /// <summary>The destination was looked for on the link, but a router there, of a smaller network, leads to it.</summary>
    internal static bool TooShort(WalkContext context, Departure departure, Segment segment)
    {
        if (departure.IsByGateway)
            return false;
        var destination = context.Packet.Destination;
        var own = segment.From.AddressesOf(destination.AddressFamily).Select(address => address.Address).FirstOrDefault(address => address.Contains(destination));
        if (own is null)
            return false;
        var router = RouterCandidate.In(segment, destination).FirstOrDefault(candidate =>
            candidate.Address.Length > own.Length && candidate.Address.Contains(own.Address) && !candidate.Address.Contains(destination));
        if (router is null)
            return false;
        Report(context, segment.From, own, router, $"takes {destination} for a neighbour; {router.At} has {router.Address} and leads to it");
        return true;
    }

    /// <summary>There is no way to the destination, but a neighbour that leads to it has a network that contains this one's address, and this one's does not contain its.</summary>
    internal static bool TooLong(WalkContext context, PathSpace space, IPAddress destination)
    {
        foreach (var link in Ends(space))
        {
            var segment = context.SegmentOf(link);
            foreach (var own in link.AddressesOf(destination.AddressFamily).Select(address => address.Address))
            {
                var router = RouterCandidate.In(segment, destination).FirstOrDefault(candidate => candidate.Address.Contains(own.Address) && !own.Contains(candidate.Address.Address));
                if (router is null)
                    continue;
                Report(context, link, own, router, $"does not take {router.Address.Address} for a neighbour; {router.At} has {router.Address}");
                return true;
            }
        }
        return false;
    }

    internal static IEnumerable<PathEnd> Ends(PathSpace space) =>
        space.Links.Select(link => new PathEnd(space, link)).Where(end => end is { IsLoopback: false } && (end.IsVeth || end.IsBridge));

    private static void Report(WalkContext context, PathEnd link, IPPrefix own, RouterCandidate router, string why)
    {
        var (space, destination) = (link.Space, context.Packet.Destination);
        var right = new IPPrefix(own.Address, router.Address.Length);
        var name = Repair.Word(link.Name);
        var needsGateway = !right.Contains(destination) && !space.Routes.Any(route =>
            route.Destination is { Length: 0 } && route.Destination.Family == own.Family && route.Type == RouteType.Unicast && route.Hops.Any(hop => Equals(hop.Gateway, router.Address.Address)));
        var add = $"New-NetIPAddress {right} {name}{Repair.On(space)}{(needsGateway ? $" -DefaultGateway {router.Address.Address}" : "")}";
        var remove = $"Remove-NetIPAddress {own} {name}{Repair.On(space)}";
        // IPv4 forgets an interface's routes with its last address; IPv6 takes no address twice.
        context.Report.Certain(
            PathCause.WrongPrefixLength, $"{link} has {own}, and {why}", own.Family == AddressFamily.InterNetwork ? Repair.Join(add, remove) : Repair.Join(remove, add));
    }
}
