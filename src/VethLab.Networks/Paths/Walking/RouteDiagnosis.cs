using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Why the kernel has no way for a packet.</summary>
internal static class RouteDiagnosis
{
    /// <param name="context">The walk.</param>
    /// <param name="space">Where.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="lookup">The kernel's refusal.</param>
    /// <param name="arrival">How it came there; null: it is the namespace's own.</param>
    internal static void Report(WalkContext context, PathSpace space, TravellingPacket packet, RouteLookup lookup, Arrival? arrival)
    {
        var destination = packet.Destination;
        if (Blackhole(space, destination, lookup) is { } hole)
        {
            var prefix = hole.Destination;
            context.Report.Certain(
                PathCause.BlackholeRoute, $"the route {$"{hole.Type}".ToLowerInvariant()} {(prefix.Length == 0 ? "default" : prefix.ToString())} in {space.Description} takes packets to {destination}", HoleFix(space, hole));
        }
        else if (RuleHoles.Report(context, space, packet, lookup, arrival))
        {
            return;
        }
        else if (arrival is null && (IPAddress.IsLoopback(destination) || space.Own(destination) is not null) && space.Loopback is { } loopback && !loopback.Flags.HasFlag(LinkFlags.Up))
        {
            LoopbackStage.Down(context, new PathEnd(space, loopback));
        }
        else if (Down(space, destination) is { } down)
        {
            if (down.IsLoopback)
                LoopbackStage.Down(context, down);
            else
                context.Report.Certain(PathCause.LinkDown, $"{down} is down, and with it the routes by it", Repair.Join(Repair.Up(down), arrival is null ? AddressFindings.Complete(context, down) : null));
        }
        else if (arrival is null && !space.AddressesOf(packet.Family).Any())
        {
            AddressFindings.Nowhere(context, space);
        }
        else if (!PrefixFindings.TooLong(context, space, destination))
        {
            Lacking(context, space, packet, arrival, lookup);
        }
    }

    private static void Lacking(WalkContext context, PathSpace space, TravellingPacket packet, Arrival? arrival, RouteLookup lookup)
    {
        var destination = packet.Destination;
        var evidence = $"{space.Description} has no route to {destination} ({lookup.Error})";
        if (context.IsReturn)
        {
            if (!MasqueradeDiagnosis.AtReturn(context, space, packet, evidence))
                context.Report.Certain(PathCause.NoReturnRoute, evidence, ReturnFix(context, space, packet));
            return;
        }
        if (arrival is not null && WrongGateway.Report(context, arrival, evidence))
            return;
        var hasOther = space.Routes.Any(route => route.Table == RouteMessage.MainTable && route.Destination.Family == packet.Family && route.Hops.Any(hop => hop.Gateway is not null));
        var fix = PrefixFindings.Ends(space).Select(link => AddressFindings.Complete(context, link)).FirstOrDefault(fix => fix is not null);
        if (arrival is null && !hasOther)
            context.Report.Certain(PathCause.NoDefaultRoute, $"{evidence}: it has only its connected networks, and no default route", fix);
        else
            context.Report.Certain(PathCause.NoRoute, evidence, fix);
    }

    /// <summary>Back where the packets came from: to the router that sent them there, for the network of the source.</summary>
    private static string? ReturnFix(WalkContext context, PathSpace space, TravellingPacket packet)
    {
        if (!context.Arrivals.TryGetValue(space, out var came) || came.From.IsOrigin)
            return PrefixFindings.Ends(space).Select(link => AddressFindings.Complete(context, link)).FirstOrDefault(fix => fix is not null);
        var gateway = came.From.Out.AddressesOf(packet.Family).Select(address => address.Address.Address)
            .FirstOrDefault(address => space.Lookup(new RouteQuery(address)) is { Way: { Type: RouteType.Unicast, Gateway: null } });
        if (gateway is null)
            return null;
        var prefix = context.Departures[0].Out.AddressesOf(packet.Family).FirstOrDefault(address => address.Address.Contains(packet.Destination))?.Address.Network
            ?? new IPPrefix(packet.Destination, IPPrefix.BitsOf(packet.Destination));
        return $"New-NetRoute {prefix} {gateway}{Repair.On(space)}";
    }

    /// <summary>The kernel names no route in its refusal: it is the most exact one of such a kind, as no other was found.</summary>
    private static RouteMessage? Blackhole(PathSpace space, IPAddress destination, RouteLookup lookup) =>
        lookup.Error is not (Errno.EINVAL or Errno.EACCES or Errno.EHOSTUNREACH or Errno.ENETUNREACH) ? null
        : space.Routes.Where(route => IsHole(route.Type) && route.Metric != uint.MaxValue && route.Destination.Contains(destination) && Fits(route.Type, lookup.Error))
            .MaxBy(route => route.Destination.Length);

    private static bool IsHole(RouteType type) => type is RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit;

    /// <summary>Whether the kernel refuses with this error for a route, or a rule, of that kind.</summary>
    internal static bool Fits(RouteType type, Errno error) => type switch
    {
        RouteType.Blackhole => error == Errno.EINVAL,
        RouteType.Prohibit => error == Errno.EACCES,
        _ => error is Errno.EHOSTUNREACH or Errno.ENETUNREACH,
    };

    private static string HoleFix(PathSpace space, RouteMessage hole) =>
        $"Remove-NetRoute {hole.Destination}{(hole.Table == RouteMessage.MainTable ? "" : $" -Table {hole.Table}")}{(hole.Metric is var metric && metric != RouteMessage.DefaultMetric(hole.Destination.Family) ? $" -RouteMetric {metric}" : "")}{Repair.On(space)}";

    /// <summary>
    /// An interface that is down and would lead there: one with an address in the destination's network; or, where the namespace has no address on an
    /// interface that is up, any. IPv6 forgets the addresses of an interface that goes down.
    /// </summary>
    private static PathEnd? Down(PathSpace space, IPAddress destination)
    {
        var down = space.Links.Where(link => !link.IsUp).Select(link => new PathEnd(space, link)).ToList();
        if (down.Find(link => space.Addresses.Any(address => address.InterfaceIndex == link.Link.Index && address.Address.Contains(destination))) is { } exact)
            return exact;
        var isAnyUp = space.AddressesOf(destination.AddressFamily).Any(address => space.Link(address.InterfaceIndex) is { IsUp: true } link && !link.Flags.HasFlag(LinkFlags.Loopback));
        return isAnyUp ? null : down.Find(link => link is { IsLoopback: false } && (link.IsVeth || link.IsBridge) && link.Link.MasterIndex == 0);
    }
}
