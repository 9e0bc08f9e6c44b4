namespace VethLab.Networks.Paths.Walking;

/// <summary>A packet's way from the namespace that sends it to where it ends.</summary>
internal sealed class PathTrip(WalkContext context)
{
    /// <summary>The TTL that packets begin with.</summary>
    private const int MostHops = 64;

    /// <summary>The arrival of a packet that was delivered.</summary>
    internal Arrival? Last { get; private set; }

    internal TripEnd Run(PathSpace from, PathEnd? scope)
    {
        var chains = new ChainStage(context);
        var forwarding = new ForwardingStage(context, chains);
        var receiving = new ReceivingStage(context, chains, forwarding);
        var link = new LinkStage(context, chains, receiving);
        LegacyStage.Look(context, from, context.Packet.Family);
        if (new SendingStage(context, chains).Send(from, scope) is not { } departure)
            return context.Report.HasGap ? TripEnd.Lost : TripEnd.Died;
        for (var hops = 0; hops < MostHops; hops++)
        {
            if (!context.IsReturn)
                context.Departures.Add(departure);
            var (end, arrival) = departure.Out.IsLoopback ? LoopbackStage.Pass(context, departure) : link.Cross(departure);
            if (end is { } ended)
                return ended;
            if (!context.IsReturn)
                context.Arrivals[arrival!.In.Space] = arrival;
            Last = arrival;
            (end, var next) = receiving.Receive(arrival!);
            if (end is { } final)
                return final;
            departure = next!;
        }
        return TripEnd.Lost;
    }
}
