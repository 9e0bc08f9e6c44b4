using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A packet on its way out of a namespace.</summary>
/// <param name="Out">The interface that it leaves by.</param>
/// <param name="NextHop">Whom it is given to on the link.</param>
/// <param name="Lookup">The route that says so.</param>
/// <param name="IsOrigin">Whether it is the namespace's own.</param>
internal sealed record Departure(PathEnd Out, IPAddress NextHop, RouteLookup Lookup, bool IsOrigin)
{
    internal bool IsByGateway => Lookup.Way?.Gateway is not null;
}
