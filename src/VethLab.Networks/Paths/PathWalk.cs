using VethLab.Networks.Errors;
using VethLab.Networks.Paths.Walking;

namespace VethLab.Networks.Paths;

/// <summary>Follows packets through the configuration as the kernel would take them, there and back. It sends nothing and changes nothing.</summary>
public static class PathWalk
{
    /// <summary>
    /// What the configuration says about a path. What cannot be read or is not understood is said to be unknown; where packets die for certain, the way
    /// ends.
    /// </summary>
    /// <param name="world">The namespaces that the path may lead through.</param>
    /// <param name="question">Which packets are asked about.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NetworkException">NotPermitted, ChangedMeanwhile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PathPrediction Walk(PathWorld world, PathQuestion question, CancellationToken cancellation)
    {
        var report = new PathReport();
        var context = new WalkContext(new PathSpaces(world), question, report, cancellation) { Packet = TravellingPacket.Asking(question) };
        var there = new PathTrip(context);
        var end = there.Run(context.Spaces.From, null);
        var source = context.Sent;
        if (end != TripEnd.Delivered)
            return report.Prediction(source, isComplete: false);
        MtuStage.ReportRemembered(context);
        report.IsReturn = true;
        context.ReturnsFrom = there.Last!.In.Space;
        context.Packet = context.Packet.Answer(question);
        end = new PathTrip(context).Run(there.Last.In.Space, there.Last.In);
        return report.Prediction(source, isComplete: end == TripEnd.Delivered);
    }
}
