using VethLab.Linux.NfTables;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A namespace sends a packet of its own: route and source address, output chains, postrouting chains.</summary>
internal sealed class SendingStage(WalkContext context, ChainStage chains)
{
    /// <summary>How the packet leaves; null: it does not, and why is reported.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="scope">The interface that an address of one link only is meant on; null: none.</param>
    internal Departure? Send(PathSpace space, PathEnd? scope)
    {
        var packet = context.Packet;
        var outIndex = packet.Destination.IsIPv6LinkLocal ? scope?.Link.Index ?? ScopeOf(space) : 0;
        var lookup = space.Lookup(packet.Query with { OutInterface = outIndex });
        if (!lookup.IsFound)
        {
            context.Report.Hop(space, PathHopKind.Route, "route", $"none to {packet.Destination}: {lookup.Error}", PathHopState.Stops);
            RouteDiagnosis.Report(context, space, packet, lookup, null);
            return null;
        }
        // Without ::1, IPv6 would look for it at the default gateway.
        if (System.Net.IPAddress.IsLoopback(packet.Destination) && space.Loopback is { IsUp: false } loopback)
        {
            context.Report.Hop(space, PathHopKind.Route, "route", RouteText.Of(space, lookup, lookup.Way!.Source), PathHopState.Stops);
            LoopbackStage.Down(context, new PathEnd(space, loopback));
            return null;
        }
        // IPv6 has a link-local address where it has no other, which leads no further than the link.
        if (packet.Header.Source is null && lookup.Way!.Source is { IsIPv6LinkLocal: true } && packet.Destination is { IsIPv6LinkLocal: false, IsIPv6Multicast: false })
        {
            context.Report.Hop(space, PathHopKind.Route, "route", RouteText.Of(space, lookup, lookup.Way!.Source), PathHopState.Stops);
            AddressFindings.Nowhere(context, space);
            return null;
        }
        packet.Header = packet.Header with { Source = packet.Header.Source ?? lookup.Way!.Source };
        if (!context.IsReturn)
        {
            context.Sent = packet.Header.Source;
            if (lookup.Way!.Mtu is var mtu and > 0 && mtu < packet.Size && mtu < (space.Link(lookup.Way.InterfaceIndex)?.Mtu ?? 0) && lookup.Match?.Mtu is not > 0)
                context.Remembered = mtu;
        }
        if (Leave(space, packet, lookup) is not { } departure)
            return null;

        var before = packet.Header;
        var destination = packet.Destination;
        packet.Header = before with { InInterface = "", OutInterface = departure.Out.Name, OutInterfaceIndex = departure.Out.Link.Index, InBridgePort = "", OutBridgePort = "" };
        if (!chains.Pass(space, packet.Header.Family, NfHook.Output, packet.Header) || packet.IsUnknown)
            return Gone(packet.IsUnknown);
        if (context.IsReturn)
            packet.Header = context.Flows.UndoDestination(space, packet.Header);
        if (!packet.Destination.Equals(destination) || packet.Header.Mark != before.Mark)
        {
            lookup = space.Lookup(packet.Query);
            if (!lookup.IsFound)
            {
                context.Report.Hop(space, PathHopKind.Route, "route", $"none to {packet.Destination}: {lookup.Error}", PathHopState.Stops);
                RouteDiagnosis.Report(context, space, packet, lookup, null);
                return null;
            }
            if (Leave(space, packet, lookup) is not { } again)
                return null;
            departure = again;
        }
        packet.Header = packet.Header with { OutInterface = departure.Out.Name, OutInterfaceIndex = departure.Out.Link.Index };
        if (!chains.Pass(space, packet.Header.Family, NfHook.Postrouting, packet.Header, departure.NextHop) || packet.IsUnknown)
            return Gone(packet.IsUnknown);
        if (context.IsReturn)
            packet.Header = context.Flows.UndoSource(space, packet.Header);
        else
            context.Flows.See(space, before, packet.Header);
        return departure;
    }

    private Departure? Gone(bool isUnknown)
    {
        context.Report.HasGap |= isUnknown;
        return null;
    }

    private int ScopeOf(PathSpace space) => ReferenceEquals(space, context.Spaces.From) ? (int)context.Question.Destination.ScopeId : 0;

    private Departure? Leave(PathSpace space, TravellingPacket packet, RouteLookup lookup)
    {
        var way = lookup.Way!;
        var link = space.Link(lookup.IsLocal ? space.Loopback?.Index ?? 0 : way.InterfaceIndex);
        var isKnown = way.Type is RouteType.Unicast or RouteType.Local && link is not null;
        context.Report.Hop(space, PathHopKind.Route, "route", RouteText.Of(space, lookup, packet.Header.Source), isKnown ? PathHopState.Passes : PathHopState.Unknown);
        context.Report.HasGap |= !isKnown;
        return isKnown ? new Departure(new PathEnd(space, link!), lookup.NextHop(packet.Destination), lookup, IsOrigin: true) : null;
    }
}
