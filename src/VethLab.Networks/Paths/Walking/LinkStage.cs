namespace VethLab.Networks.Paths.Walking;

/// <summary>Takes a packet from the interface that it leaves by to the one that it comes in by, over pairs and bridges.</summary>
internal sealed class LinkStage(WalkContext context, ChainStage chains, ReceivingStage receiving)
{
    internal (TripEnd? End, Arrival? Arrival) Cross(Departure departure)
    {
        var from = departure.Out;
        context.Report.Place(from);
        if (departure.IsOrigin && !MtuStage.Fits(context, from, isRouter: false))
            return (TripEnd.Died, null);
        // Where the other end is known, it is what is to blame, and a bridge may have ports that are.
        var isCut = !from.HasCarrier && !from.IsBridge && context.Spaces.Peer(from) is null;
        context.Report.Hop(from.Space, PathHopKind.Interface, from.Name, PathReport.Words(from.Link), from.Link.IsUp && !isCut ? PathHopState.Passes : PathHopState.Stops);
        if (!from.Link.IsUp)
            LinkFindings.Down(context, from);
        else if (isCut)
            LinkFindings.NoCarrier(context, from);
        if (!from.Link.IsUp || isCut)
            return (TripEnd.Died, null);
        if (!from.IsVeth && !from.IsBridge)
            return (OutsideStage.Leave(context, departure), null);
        var findings = context.Report.Findings.Count;
        if (new NeighborStage(context).Resolve(departure, context.SegmentOf(from)) is not { } target)
            return context.Report.Findings.Skip(findings).Any(finding => finding.Weight == PathFindingWeight.Certain) ? (TripEnd.Died, null) : (OutsideStage.Leave(context, departure), null);
        var frame = new FrameStage(context, chains, receiving);
        return frame.Carry(target.Way) ? (null, new Arrival(frame.Arrived ?? target.End, frame.Port, departure)) : (frame.End, null);
    }
}
