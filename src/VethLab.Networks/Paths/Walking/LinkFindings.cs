namespace VethLab.Networks.Paths.Walking;

/// <summary>What is said of links that carry nothing.</summary>
internal static class LinkFindings
{
    internal static void Down(WalkContext context, PathEnd end)
    {
        if (end.IsLoopback)
            LoopbackStage.Down(context, end);
        else
            context.Report.Certain(PathCause.LinkDown, $"{end} is down", Repair.UpWithRoute(context, end));
    }

    internal static void NoCarrier(WalkContext context, PathEnd end)
    {
        var why = end.IsBridge ? end.Ports.Any() ? "none of its ports is up with a carrier" : "it has no ports" : "nothing is at its other end";
        context.Report.Certain(PathCause.NoCarrier, $"{end} is up but has no carrier: {why}", null);
    }
}
