using System.Net.Sockets;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether a namespace passes on what comes in by an interface (Documentation/networking/ip-sysctl.rst, forwarding).</summary>
internal static class ForwardingSwitches
{
    internal static bool Pass(WalkContext context, Arrival arrival)
    {
        var (space, link) = (arrival.In.Space, arrival.In.Name);
        var isV6 = context.Packet.Family == AddressFamily.InterNetworkV6;
        var all = isV6 ? "ipv6/conf/all/forwarding" : "ipv4/ip_forward";
        var one = isV6 ? $"ipv6/conf/{link}/force_forwarding" : $"ipv4/conf/{link}/forwarding";
        var isOn = space.Number(all) != 0;
        // IPv4 goes by the interface alone, which writing to all sets along; IPv6 by all, or since Linux 6.17 by the interface's own.
        var passes = isV6 ? isOn || space.Number(one) != 0 : space.Number(one) != 0;
        context.Report.Hop(
            space, PathHopKind.Forwarding, Named(all), $"{Named(all)} is {space.Number(all)}{(isV6 ? "" : $", for {link} {space.Number(one)}")}", passes ? PathHopState.Passes : PathHopState.Stops);
        if (passes)
            return true;
        // IPv6 keeps its default route where a prefix length is wrong, and sends a neighbour's packets there.
        if (arrival.From.IsOrigin && PrefixFindings.TooLong(context, arrival.From.Out.Space, context.Packet.Destination))
            return false;
        if (WrongGateway.Report(context, arrival, $"{space.Description} has that address and does not forward"))
            return false;
        if (isOn)
            context.Report.Certain(PathCause.InterfaceForwardingOff, $"{Named(all)} is 1, but {Named(one)} is 0 in {space.Description}: what comes in by {link} is not passed on", Repair.Sysctl(space, one, "1"));
        else
            context.Report.Certain(PathCause.ForwardingOff, $"{Named(all)} is 0 in {space.Description}", isV6 ? Repair.Sysctl(space, all, "1") : $"Enable-NetForwarding{Repair.On(space)}");
        return false;
    }

    /// <summary>As sysctl(8) writes it, where an interface's name has no dot.</summary>
    internal static string Named(string key) => "net." + key.Replace('/', '.');
}
