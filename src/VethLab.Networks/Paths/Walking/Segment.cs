using VethLab.Linux.Route.LinkKinds;

namespace VethLab.Networks.Paths.Walking;

/// <summary>
/// A broadcast domain as seen from one interface: all others that what it sends can get to, over pairs and bridges, were everything up and
/// forwarding. Ways that work are preferred to such that do not.
/// </summary>
/// <param name="From">The interface that sends.</param>
/// <param name="Others">The interfaces at which frames end, each with the way to it: both ends included, a bridge between its ports.</param>
/// <param name="Ports">All ports of bridges that were met.</param>
/// <param name="IsOpen">Whether it leads on beyond what is known: to a physical device, a tunnel, a namespace that is not known.</param>
internal sealed record Segment(PathEnd From, IReadOnlyList<SegmentEnd> Others, IReadOnlyList<PathEnd> Ports, bool IsOpen)
{
    private const int Broken = 1000;

    internal static Segment Of(PathSpaces spaces, PathEnd from)
    {
        var others = new List<SegmentEnd>();
        var ports = new HashSet<PathEnd>();
        var isOpen = false;
        var seen = new HashSet<(PathEnd, bool)>();
        var queue = new PriorityQueue<(PathEnd End, bool IsOut, Trace Trace), int>();
        queue.Enqueue((from, true, new Trace(from, null)), 0);
        while (queue.TryDequeue(out var next, out var cost))
        {
            var (end, isOut, trace) = next;
            if (!seen.Add((end, isOut)))
                continue;
            if (isOut)
                Leave(end, trace, cost);
            else
                Enter(end, trace, cost);
        }
        return new Segment(from, others, [.. ports], isOpen);

        void Leave(PathEnd end, Trace trace, int cost)
        {
            if (end.IsBridge)
                LeavePorts(end, null, trace, cost);
            else if (spaces.Peer(end) is { } peer)
                queue.Enqueue((peer, false, new Trace(peer, trace)), cost + Cost(peer));
            else
                isOpen = true;
        }

        void Enter(PathEnd end, Trace trace, int cost)
        {
            if (end.Bridge is not { } bridge)
            {
                others.Add(new SegmentEnd(end, trace.ToList()));
                return;
            }
            ports.Add(end);
            var behind = new Trace(bridge, trace);
            if (seen.Add((bridge, false)) && bridge != from)
                others.Add(new SegmentEnd(bridge, behind.ToList()));
            LeavePorts(bridge, end, behind, cost);
        }

        void LeavePorts(PathEnd bridge, PathEnd? by, Trace trace, int cost)
        {
            foreach (var port in bridge.Ports.Where(port => port != by))
            {
                ports.Add(port);
                queue.Enqueue((port, true, new Trace(port, trace)), cost + Cost(port));
            }
        }
    }

    private static int Cost(PathEnd end) =>
        end.Link.IsUp && end.Link.BridgePort is null or { State: BridgePortState.Forwarding } ? 1 : Broken;

    private sealed record Trace(PathEnd End, Trace? Before)
    {
        internal List<PathEnd> ToList()
        {
            var way = new List<PathEnd>();
            for (var trace = this; trace is not null; trace = trace.Before)
                way.Insert(0, trace.End);
            return way;
        }
    }
}
