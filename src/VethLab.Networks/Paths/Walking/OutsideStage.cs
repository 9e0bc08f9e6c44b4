namespace VethLab.Networks.Paths.Walking;

/// <summary>The packet goes on beyond what is known.</summary>
internal static class OutsideStage
{
    internal static TripEnd Leave(WalkContext context, Departure departure)
    {
        var kind = departure.Out.Link.Kind;
        context.Report.HasGap = true;
        context.Report.Hop(
            departure.Out.Space, PathHopKind.Outside, $"beyond {departure.Out.Name}",
            $"{(kind.Length == 0 ? "a device" : $"a {kind}")}: what is behind it cannot be seen from here", PathHopState.Unknown);
        MasqueradeDiagnosis.AtOutside(context, departure);
        return TripEnd.Lost;
    }
}
