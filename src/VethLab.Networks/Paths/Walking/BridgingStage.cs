using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Networks.Paths.Walking;

/// <summary>A bridge takes a frame from a port and passes it to another, or to its own namespace (br_input.c, br_forward.c, br_netfilter_hooks.c).</summary>
internal sealed class BridgingStage(WalkContext context, ChainStage chains, ReceivingStage receiving)
{
    /// <summary>Whether the last bridge handed the packet to the IP family's prerouting chains.</summary>
    internal bool HasCalledIP { get; private set; }

    internal TripEnd End { get; private set; } = TripEnd.Died;

    /// <summary>From a port to another, or to the bridge's own namespace where there is none.</summary>
    internal bool Enter(PathEnd port, PathEnd bridge, PathEnd? to)
    {
        if (!IsForwarding(port, bridge) || !Chains(bridge, NfHook.Prerouting, port, to))
            return false;
        IsRedirected = false;
        HasCalledIP = CallsIP(bridge);
        if (HasCalledIP && !Prerouting(bridge, port))
            return false;
        if (IsRedirected)
            return true;
        HopBridge(bridge, to);
        if (to is null)
            return Chains(bridge, NfHook.Input, port, null);
        if (HasCalledIP)
            LegacyStage.Look(context, bridge.Space, context.Packet.Family);
        if (Isolated(port, to) || !Chains(bridge, NfHook.Forward, port, to))
            return false;
        if (HasCalledIP && !IPChains(bridge, NfHook.Forward, port, to))
            return false;
        if (!Chains(bridge, NfHook.Postrouting, port, to) || (HasCalledIP && !Postrouting(bridge, port, to)))
            return false;
        return Leave(to, bridge);
    }

    /// <summary>What the bridge's namespace sends by the bridge.</summary>
    internal bool SendOwn(PathEnd bridge, PathEnd to) =>
        Chains(bridge, NfHook.Output, null, to) && Chains(bridge, NfHook.Postrouting, null, to) && Leave(to, bridge);

    private bool Leave(PathEnd port, PathEnd bridge)
    {
        context.Report.Place(port);
        return IsForwarding(port, bridge, MtuStage.FitsFrame(context, port));
    }

    private bool IsForwarding(PathEnd port, PathEnd bridge, bool fits = true)
    {
        var state = port.Link.BridgePort?.State ?? BridgePortState.Disabled;
        var passes = port.Link.IsUp && port.HasCarrier && bridge.Link.IsUp && state == BridgePortState.Forwarding && fits;
        context.Report.Hop(
            port.Space, PathHopKind.BridgePort, port.Name, $"port of {bridge.Name}: {PathReport.Words(port.Link)}, {$"{state}".ToLowerInvariant()}, STP {(bridge.Link.Bridge?.Stp == true ? "on" : "off")}",
            passes ? PathHopState.Passes : PathHopState.Stops);
        if (passes)
            return true;
        if (!bridge.Link.IsUp)
            LinkFindings.Down(context, bridge);
        else if (!port.Link.IsUp)
            LinkFindings.Down(context, port);
        else if (!port.HasCarrier && context.Spaces.Peer(port) is { Link.IsUp: false } peer)
            LinkFindings.Down(context, peer);
        else if (!port.HasCarrier)
            LinkFindings.NoCarrier(context, port);
        else if (state != BridgePortState.Forwarding)
            ReportState(port, bridge, state);
        else
            MtuStage.ReportFrame(context, port);
        return false;
    }

    private void ReportState(PathEnd port, PathEnd bridge, BridgePortState state)
    {
        var isStp = bridge.Link.Bridge?.Stp == true;
        var delay = bridge.Link.Bridge?.ForwardDelay ?? TimeSpan.Zero;
        // With STP a port comes to forward by itself; without, somebody has set its state.
        var fix = isStp && state is (BridgePortState.Listening or BridgePortState.Learning) ? $"Start-Sleep -Seconds {(int)Math.Ceiling(2 * delay.TotalSeconds) + 1}"
            : isStp ? null
            : Repair.Inside(port.Space, $"bridge link set dev {Repair.Word(port.Name)} state 3");
        context.Report.Certain(
            PathCause.StpNotForwarding,
            $"port {port} of {bridge.Name} is {$"{state}".ToLowerInvariant()}, STP is {(isStp ? $"on with a forward delay of {delay.TotalSeconds} s" : "off")}", fix);
    }

    private bool Isolated(PathEnd port, PathEnd to)
    {
        if (port.Link.BridgePort?.IsIsolated != true || to.Link.BridgePort?.IsIsolated != true)
            return false;
        context.Report.Hop(to.Space, PathHopKind.BridgePort, to.Name, $"isolated, as {port.Name} is", PathHopState.Stops);
        context.Report.Certain(
            PathCause.StpNotForwarding, $"ports {port.Name} and {to.Name} in {to.Space.Description} are isolated from each other", Repair.Inside(to.Space, $"bridge link set dev {Repair.Word(to.Name)} isolated off"));
        return true;
    }

    private void HopBridge(PathEnd bridge, PathEnd? to)
    {
        var where = to is null ? "to the bridge itself" : $"to {to.Name}";
        var isSure = bridge.Link.Bridge?.VlanFiltering != true;
        context.Report.HasGap |= !isSure;
        context.Report.Hop(bridge.Space, PathHopKind.Bridge, bridge.Name, isSure ? where : $"{where}, where VLAN filtering lets it", isSure ? PathHopState.Passes : PathHopState.Unknown);
    }

    private bool CallsIP(PathEnd bridge)
    {
        var isV6 = context.Packet.Family == AddressFamily.InterNetworkV6;
        var key = isV6 ? "bridge/bridge-nf-call-ip6tables" : "bridge/bridge-nf-call-iptables";
        var value = bridge.Space.Sysctl(key);
        var own = isV6 ? bridge.Link.Bridge?.CallsIp6tables : bridge.Link.Bridge?.CallsIptables;
        var calls = value is not null && (value != "0" || own == true);
        context.Report.Hop(
            bridge.Space, PathHopKind.BridgeNetfilter, ForwardingSwitches.Named(key),
            value is null ? "no br_netfilter: bridged packets do not pass iptables" : $"{value}{(value == "0" && own == true ? $", but {bridge.Name}'s own is 1" : "")}: bridged packets {(calls ? "pass" : "do not pass")} the IP chains");
        return calls;
    }

    private bool Chains(PathEnd bridge, NfHook hook, PathEnd? port, PathEnd? to)
    {
        var header = context.Packet.Header;
        return chains.Pass(bridge.Space, NfFamily.Bridge, hook, header with
        {
            InInterface = port?.Name ?? "", InInterfaceIndex = port?.Link.Index ?? 0, InBridgePort = "", OutBridgePort = "",
            OutInterface = hook == NfHook.Prerouting ? null : hook == NfHook.Input ? "" : to?.Name ?? "", OutInterfaceIndex = hook == NfHook.Prerouting ? null : to?.Link.Index ?? 0,
        });
    }

    private bool Prerouting(PathEnd bridge, PathEnd port)
    {
        var destination = context.Packet.Destination;
        if (receiving.Prerouting(bridge, port) is { } end)
        {
            End = end;
            return false;
        }
        IsRedirected = !context.Packet.Destination.Equals(destination);
        return true;
    }

    /// <summary>Whether a chain has given a bridged packet another destination, so that it is routed.</summary>
    internal bool IsRedirected { get; private set; }

    private bool IPChains(PathEnd bridge, NfHook hook, PathEnd port, PathEnd to)
    {
        var packet = context.Packet;
        packet.Header = packet.Header with
        {
            InInterface = bridge.Name, InInterfaceIndex = bridge.Link.Index, OutInterface = bridge.Name, OutInterfaceIndex = bridge.Link.Index,
            InBridgePort = port.Name, OutBridgePort = to.Name,
        };
        return chains.Pass(bridge.Space, packet.Header.Family, hook, packet.Header, packet.Destination);
    }

    private bool Postrouting(PathEnd bridge, PathEnd port, PathEnd to)
    {
        var before = context.Packet.Header;
        if (!IPChains(bridge, NfHook.Postrouting, port, to))
            return false;
        if (context.Packet.IsUnknown)
        {
            context.Report.HasGap = true;
            End = TripEnd.Lost;
            return false;
        }
        if (context.IsReturn)
        {
            context.Packet.Header = context.Flows.UndoSource(bridge.Space, context.Packet.Header);
            return true;
        }
        if (!Equals(before.Source, context.Packet.Source))
            MasqueradeDiagnosis.AtBridge(context, bridge, before, context.Packet.Header);
        context.Flows.See(bridge.Space, before, context.Packet.Header);
        return true;
    }
}
