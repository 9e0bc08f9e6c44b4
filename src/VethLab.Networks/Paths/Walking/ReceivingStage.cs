using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>What a namespace does with a packet that comes in: prerouting chains, then its own input, or passing it on.</summary>
internal sealed class ReceivingStage(WalkContext context, ChainStage chains, ForwardingStage forwarding)
{
    private PacketDescription before = null!;

    /// <summary>Delivered, died, lost; or null and the way on.</summary>
    internal (TripEnd? End, Departure? Departure) Receive(Arrival arrival)
    {
        var (space, packet) = (arrival.In.Space, context.Packet);
        LegacyStage.Look(context, space, packet.Family);
        if (arrival.Port is null)
        {
            if (Prerouting(arrival.In, null) is { } end)
                return (end, null);
        }
        packet.Header = packet.Header with
        {
            InInterface = arrival.In.Name, InInterfaceIndex = arrival.In.Link.Index, InBridgePort = arrival.Port?.Name ?? "", OutBridgePort = "", OutInterface = null, OutInterfaceIndex = null,
        };
        if (space.Lookup(new RouteQuery(packet.Destination) { OutInterface = packet.Destination.IsIPv6LinkLocal ? arrival.In.Link.Index : 0 }).IsLocal)
            return (Deliver(arrival), null);
        return forwarding.Forward(arrival, before);
    }

    /// <summary>The prerouting chains, at an interface, or at a bridge for what came by a port of it; null: the packet passes.</summary>
    internal TripEnd? Prerouting(PathEnd link, PathEnd? port)
    {
        var (space, packet) = (link.Space, context.Packet);
        before = packet.Header;
        packet.Header = packet.Header with
        {
            InInterface = link.Name, InInterfaceIndex = link.Link.Index, InBridgePort = port?.Name ?? "", OutBridgePort = "", OutInterface = null, OutInterfaceIndex = null,
            SourceKind = KindOf(space, packet.Header.Source), DestinationKind = KindOf(space, packet.Header.Destination), State = StateAt(space),
        };
        before = before with { State = packet.Header.State };
        if (!chains.Pass(space, packet.Header.Family, NfHook.Prerouting, packet.Header))
            return TripEnd.Died;
        if (packet.IsUnknown)
        {
            context.Report.HasGap = true;
            return TripEnd.Lost;
        }
        if (context.IsReturn)
        {
            var undone = context.Flows.UndoDestination(space, packet.Header);
            if (!Equals(undone.Destination, packet.Header.Destination))
                context.Report.Hop(space, PathHopKind.Translation, "connection tracking", TranslatedPacket.Words(packet.Header, undone));
            packet.Header = undone;
        }
        else
        {
            context.Flows.See(space, before, packet.Header);
        }
        packet.Header = packet.Header with { DestinationKind = KindOf(space, packet.Header.Destination) };
        return null;
    }

    /// <summary>What the flow is to the namespace: an answer to what never came by is no part of any.</summary>
    private FlowState? StateAt(PathSpace space) =>
        !context.IsReturn ? FlowState.New
        : context.Flows.HasSeen(space) ? FlowState.Established
        : context.Question.Protocol == PathProtocol.Udp ? FlowState.New : FlowState.Invalid;

    private static RouteType? KindOf(PathSpace space, System.Net.IPAddress? address) => address is null ? null : space.Lookup(new RouteQuery(address)) switch
    {
        { Way: { } way } => way.Type,
        { Error: Errno.ENETUNREACH or Errno.EHOSTUNREACH } => RouteType.Unreachable,
        { Error: Errno.EACCES } => RouteType.Prohibit,
        _ => null,
    };

    private TripEnd Deliver(Arrival arrival)
    {
        var (space, packet) = (arrival.In.Space, context.Packet);
        if (!arrival.In.IsLoopback && ReversePathStage.Stops(context, arrival.In))
            return TripEnd.Died;
        if (context.IsReturn)
            packet.Header = context.Flows.UndoSource(space, packet.Header);
        if (!chains.Pass(space, packet.Header.Family, NfHook.Input, packet.Header))
            return TripEnd.Died;
        if (!context.IsReturn)
            context.Flows.See(space, before, packet.Header);
        DeliveryStage.Deliver(context, arrival);
        return TripEnd.Delivered;
    }
}
