using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>
/// Whether the kernel takes packets of a source from an interface (fib_validate_source in net/ipv4/fib_frontend.c): it is asked for the way from that
/// source to an own address. IPv6 has no such check.
/// </summary>
internal static class ReversePathStage
{
    internal static bool Stops(WalkContext context, PathEnd link)
    {
        var (space, packet) = (link.Space, context.Packet);
        if (packet.Family == AddressFamily.InterNetworkV6)
            return false;
        var value = space.Largest("rp_filter", link.Name);
        var isTaken = IsTaken(space, link, packet.Source, value);
        var back = space.Lookup(new RouteQuery(packet.Source));
        var way = back.IsFound ? RouteText.Of(space, back) : $"none ({back.Error})";
        context.Report.Hop(
            space, PathHopKind.ReversePath, "rp_filter", $"{value} for {link.Name} (the larger of all's and its own); way back to {packet.Source}: {way}", isTaken ? PathHopState.Passes : PathHopState.Stops);
        if (isTaken)
            return false;
        if (back.IsLocal && link.IsLoopback)
        {
            context.Report.Certain(context.IsReturn ? PathCause.NoReturnRoute : PathCause.NoRoute, $"the route to {packet.Destination} in {space.Description} leads to {link.Name}, where nobody else is", null);
        }
        else if (back.IsLocal)
        {
            context.Report.Certain(
                PathCause.DuplicateAddress, $"{packet.Source} is an address of {space.Description} too, which takes no packets from its own addresses by {link.Name}", DuplicateFix(space, packet.Source));
        }
        else if (value != 0)
        {
            context.Report.Certain(
                PathCause.ReversePathFilter, $"net.ipv4.conf.all.rp_filter is {space.Number("ipv4/conf/all/rp_filter")} and {link.Name}'s is {space.Number($"ipv4/conf/{link.Name}/rp_filter")} in {space.Description}: packets from {packet.Source} come in by {link.Name}, but the way back is {way}",
                Fix(space, link, back));
        }
        else
        {
            context.Report.Suspect(PathCause.Undecided, $"{space.Description} does not take packets from {packet.Source} by {link.Name}");
        }
        return true;
    }

    private static string DuplicateFix(PathSpace space, IPAddress address)
    {
        var own = space.Own(address)!;
        return $"Remove-NetIPAddress {own.Address} {Repair.Word(space.Link(own.InterfaceIndex)?.Name ?? "")}{Repair.On(space)}";
    }

    private static bool IsTaken(PathSpace space, PathEnd link, IPAddress source, int value)
    {
        var own = space.AddressesOf(AddressFamily.InterNetwork).FirstOrDefault(address => address.InterfaceIndex == link.Link.Index)
            ?? space.AddressesOf(AddressFamily.InterNetwork).FirstOrDefault(address => space.Link(address.InterfaceIndex)?.IsUp == true);
        if (own is not null)
            return space.Lookup(new RouteQuery(own.Address.Address) { Source = source, InInterface = link.Link.Index }).Error is not (Errno.EINVAL or Errno.EXDEV);
        var back = space.Lookup(new RouteQuery(source));
        return value switch
        {
            0 => !back.IsLocal,
            1 => back.Way is { Type: RouteType.Unicast } way && way.InterfaceIndex == link.Link.Index,
            _ => back.Way is { Type: RouteType.Unicast },
        };
    }

    /// <summary>Loose filtering where some way leads back, else none. The larger of the two values counts.</summary>
    private static string Fix(PathSpace space, PathEnd link, RouteLookup back)
    {
        var one = $"ipv4/conf/{link.Name}/rp_filter";
        if (back.Way is { Type: RouteType.Unicast } && space.Largest("rp_filter", link.Name) == 1)
            return Repair.Sysctl(space, one, "2");
        const string all = "ipv4/conf/all/rp_filter";
        return Repair.Inside(space, new[] { all, one }.Where(key => space.Number(key) != 0).Select(key => Repair.Setting(key, "0")));
    }
}
