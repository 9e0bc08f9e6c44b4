using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A neighbour that leads to a destination.</summary>
/// <param name="At">Its interface in the broadcast domain.</param>
/// <param name="Address">Its address there.</param>
internal sealed record RouterCandidate(PathEnd At, IPPrefix Address)
{
    /// <summary>Those of a segment that have the destination, or forward and have a route to it by another interface.</summary>
    internal static IEnumerable<RouterCandidate> In(Segment segment, IPAddress destination)
    {
        var family = destination.AddressFamily;
        var mine = segment.From.AddressesOf(family).Select(address => address.Address).ToList();
        foreach (var end in segment.Others.Select(other => other.End).Where(end => !ReferenceEquals(end.Space, segment.From.Space)))
        {
            var addresses = end.AddressesOf(family).Select(address => address.Address).ToList();
            if (addresses.Count > 0 && Leads(end, destination))
                yield return new RouterCandidate(end, addresses.Find(address => mine.Exists(own => address.Contains(own.Address))) ?? addresses[0]);
        }
    }

    private static bool Leads(PathEnd end, IPAddress destination)
    {
        var lookup = end.Space.Lookup(new RouteQuery(destination));
        if (lookup.IsLocal)
            return true;
        return lookup.Way is { Type: RouteType.Unicast } way && way.InterfaceIndex != end.Link.Index && Forwards(end, destination.AddressFamily);
    }

    internal static bool Forwards(PathEnd end, AddressFamily family) =>
        end.Space.Number(family == AddressFamily.InterNetworkV6 ? "ipv6/conf/all/forwarding" : $"ipv4/conf/{end.Name}/forwarding") != 0;
}
