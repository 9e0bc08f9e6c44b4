using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A router passes a packet on: reverse path, forwarding settings, route, forward chains, MTU, postrouting chains.</summary>
internal sealed class ForwardingStage(WalkContext context, ChainStage chains)
{
    private readonly HashSet<(PathEnd, string, string)> seen = [];

    internal (TripEnd? End, Departure? Departure) Forward(Arrival arrival, PacketDescription before)
    {
        var (space, packet, link) = (arrival.In.Space, context.Packet, arrival.In);
        if (ReversePathStage.Stops(context, link))
            return (TripEnd.Died, null);
        if (!seen.Add((link, $"{packet.Source}", $"{packet.Destination}")))
        {
            context.Report.Hop(space, PathHopKind.Route, "route", $"{packet.Destination} has been here before", PathHopState.Stops);
            context.Report.Certain(PathCause.NoRoute, $"routes lead packets to {packet.Destination} in a circle, through {space.Description} again", null);
            return (TripEnd.Died, null);
        }
        if (!ForwardingSwitches.Pass(context, arrival))
            return (TripEnd.Died, null);
        var lookup = space.Lookup(packet.Query with { InInterface = link.Link.Index });
        if (!lookup.IsFound)
        {
            context.Report.Hop(space, PathHopKind.Route, "route", $"none to {packet.Destination}: {lookup.Error}", PathHopState.Stops);
            RouteDiagnosis.Report(context, space, packet, lookup, arrival);
            return (TripEnd.Died, null);
        }
        if (lookup.Way is not { Type: RouteType.Unicast } way || space.Link(way.InterfaceIndex) is not { } outLink)
        {
            context.Report.Hop(space, PathHopKind.Route, "route", RouteText.Of(space, lookup), PathHopState.Unknown);
            context.Report.HasGap = true;
            return (TripEnd.Lost, null);
        }
        context.Report.Hop(space, PathHopKind.Route, "route", RouteText.Of(space, lookup));
        var departure = new Departure(new PathEnd(space, outLink), lookup.NextHop(packet.Destination), lookup, IsOrigin: false);
        packet.Header = packet.Header with { OutInterface = outLink.Name, OutInterfaceIndex = outLink.Index, OutBridgePort = "" };
        if (!MtuStage.Fits(context, departure.Out, isRouter: true))
            return (TripEnd.Died, null);
        if (!chains.Pass(space, packet.Header.Family, NfHook.Forward, packet.Header))
            return (TripEnd.Died, null);
        packet.Header = packet.Header with { InBridgePort = "" };
        if (!chains.Pass(space, packet.Header.Family, NfHook.Postrouting, packet.Header, departure.NextHop))
            return (TripEnd.Died, null);
        if (packet.IsUnknown)
        {
            context.Report.HasGap = true;
            return (TripEnd.Lost, null);
        }
        if (context.IsReturn)
            packet.Header = context.Flows.UndoSource(space, packet.Header);
        else
            context.Flows.See(space, before, packet.Header);
        return (null, departure);
    }
}
