namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether a gateway is the wrong one: another neighbour would lead to the destination.</summary>
internal static class WrongGateway
{
    /// <summary>At the place to which the gateway's address has led.</summary>
    internal static bool Report(WalkContext context, Arrival arrival, string why) =>
        Report(context, arrival.From, context.SegmentOf(arrival.From.Out), why, arrival.In.Space);

    internal static bool Report(WalkContext context, Departure departure, Segment segment, string why, PathSpace? except = null)
    {
        if (!departure.IsByGateway || departure.Out.IsLoopback)
            return false;
        var right = RouterCandidate.In(segment, context.Packet.Destination).FirstOrDefault(candidate => !ReferenceEquals(candidate.At.Space, except));
        if (right is null)
            return false;
        var (space, prefix) = (departure.Out.Space, departure.Lookup.Match?.Destination ?? departure.Lookup.Way!.Destination);
        context.Report.Certain(
            PathCause.WrongGateway,
            $"the route {RouteText.Of(space, departure.Lookup)} in {space.Description} has the gateway {departure.NextHop}: {why}; {right.Address.Address}, {right.At}, leads to {context.Packet.Destination}",
            $"Remove-NetRoute {prefix} {departure.NextHop}{Repair.On(space)}; New-NetRoute {prefix} {right.Address.Address}{Repair.On(space)}");
        return true;
    }
}
