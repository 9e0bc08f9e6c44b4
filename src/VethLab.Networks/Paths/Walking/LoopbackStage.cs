namespace VethLab.Networks.Paths.Walking;

/// <summary>What a namespace sends to itself passes its loopback.</summary>
internal static class LoopbackStage
{
    internal static (TripEnd? End, Arrival? Arrival) Pass(WalkContext context, Departure departure)
    {
        var link = departure.Out;
        context.Report.Place(link);
        context.Report.Hop(link.Space, PathHopKind.Interface, link.Name, PathReport.Words(link.Link), link.Link.IsUp ? PathHopState.Passes : PathHopState.Stops);
        if (link.Link.IsUp)
            return (null, new Arrival(link, null, departure));
        Down(context, link);
        return (TripEnd.Died, null);
    }

    internal static void Down(WalkContext context, PathEnd link) =>
        context.Report.Certain(PathCause.LoopbackDown, $"{link} is down: it does not even reach its own addresses", Repair.Up(link));
}
