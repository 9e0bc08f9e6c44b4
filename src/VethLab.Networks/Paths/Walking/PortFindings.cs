using System.Net.Sockets;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether a next hop is not found because the outer end of a pair, on this side or that, is no port of the bridge between.</summary>
internal static class PortFindings
{
    internal static bool Report(WalkContext context, Departure departure, Segment segment)
    {
        foreach (var owner in context.Spaces.OwnersOf(departure.NextHop).Where(owner => !ReferenceEquals(owner.Space, departure.Out.Space)))
        {
            var there = context.SegmentOf(owner);
            var missing = Missing(segment, there).Concat(Missing(there, segment)).ToList();
            if (missing.Count == 0)
                missing = [.. Both(segment, there, departure)];
            if (missing.Count == 0)
                continue;
            var (port, bridge) = missing[0];
            var inner = context.Spaces.Peer(port) is { } peer ? $", the other end of {peer}," : "";
            context.Report.Certain(
                PathCause.PortNotInBridge, $"{port}{inner} is no port of a bridge; {owner}, which has {departure.NextHop}, is reached over {bridge.Name}",
                Repair.Join(missing.SelectMany(one => new[]
                {
                    $"Add-VethToBridge {Repair.Word(one.Bridge.Name)} {Repair.Word(one.Port.Name)}{Repair.On(one.Bridge.Space)}",
                    one.Port.Link.IsUp ? null : Repair.Up(one.Port),
                })));
            return true;
        }
        return false;
    }

    /// <summary>Loose ends of a segment in a namespace with a bridge of the other.</summary>
    private static IEnumerable<(PathEnd Port, PathEnd Bridge)> Missing(Segment loose, Segment bridged) =>
        from port in Loose(loose)
        let bridge = Bridges(bridged).FirstOrDefault(bridge => ReferenceEquals(bridge.Space, port.Space))
        where bridge is not null
        select (port, bridge);

    /// <summary>A loose end on either side, in a namespace with a bridge for that network, or with one alone.</summary>
    private static IEnumerable<(PathEnd Port, PathEnd Bridge)> Both(Segment here, Segment there, Departure departure)
    {
        foreach (var one in Loose(here))
        {
            var bridges = one.Space.Links.Select(link => new PathEnd(one.Space, link)).Where(end => end.IsBridge).ToList();
            var bridge = bridges.Find(end => end.AddressesOf(departure.NextHop.AddressFamily).Any(address => address.Address.Contains(departure.NextHop))) ?? (bridges is [var only] ? only : null);
            if (bridge is not null && Loose(there).FirstOrDefault(end => ReferenceEquals(end.Space, one.Space)) is { } other)
                return [(one, bridge), (other, bridge)];
        }
        return [];
    }

    private static IEnumerable<PathEnd> Loose(Segment segment) => segment.Others.Select(other => other.End).Where(end =>
        end.IsVeth && end.Link.MasterIndex == 0 && !end.AddressesOf(AddressFamily.InterNetwork).Any() && !end.AddressesOf(AddressFamily.InterNetworkV6).Any());

    private static IEnumerable<PathEnd> Bridges(Segment segment) => segment.Others.Select(other => other.End).Append(segment.From).Where(end => end.IsBridge);
}
