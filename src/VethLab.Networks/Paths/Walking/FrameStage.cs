using VethLab.Linux.NfTables;


namespace VethLab.Networks.Paths.Walking;

/// <summary>Carries a frame along a way of pairs and bridges, and sees where it ends.</summary>
internal sealed class FrameStage(WalkContext context, ChainStage chains, ReceivingStage receiving)
{
    private readonly BridgingStage bridging = new(context, chains, receiving);

    /// <summary>The port of the bridge at which the way ends, where br_netfilter has looked at the packet there.</summary>
    internal PathEnd? Port { get; private set; }

    /// <summary>The bridge whose namespace routes the packet, since a chain has given it another destination; null: it got to the end of the way.</summary>
    internal PathEnd? Arrived { get; private set; }

    /// <summary>How the way ended where it did not get to its end.</summary>
    internal TripEnd End => bridging.End;

    internal bool Carry(IReadOnlyList<PathEnd> way)
    {
        for (var i = 0; i + 1 < way.Count; i++)
        {
            var (here, next) = (way[i], way[i + 1]);
            if (here.IsBridge)
            {
                // Its own packet; what it takes from a port is dealt with there.
                if (!bridging.SendOwn(here, next))
                    return false;
            }
            else if (here.Bridge == next && i > 0)
            {
                var behind = i + 2 < way.Count ? way[i + 2] : null;
                if (!bridging.Enter(here, next, behind))
                    return false;
                if (bridging.IsRedirected)
                {
                    (Arrived, Port) = (next, here);
                    return true;
                }
                if (behind is null)
                    Port = bridging.HasCalledIP ? here : null;
                else
                    i++;
            }
            else if (!Wire(here, next))
            {
                return false;
            }
        }
        return true;
    }

    private bool Wire(PathEnd here, PathEnd there)
    {
        context.Report.Place(there);
        if (!ReferenceEquals(here.Space, there.Space))
            context.Packet.Header = context.Packet.Header with { Mark = 0 };
        var fits = MtuStage.FitsFrame(context, there);
        var passes = there.Link.IsUp && here.Link.IsUp && fits;
        context.Report.Hop(there.Space, PathHopKind.Veth, there.Name, $"other end of {here.Name}: {PathReport.Words(there.Link)}", passes ? PathHopState.Passes : PathHopState.Stops);
        if (!there.Link.IsUp)
            LinkFindings.Down(context, there);
        else if (!here.Link.IsUp)
            LinkFindings.Down(context, here);
        else if (!fits)
            MtuStage.ReportFrame(context, there);
        else
            return IngressStage.Pass(context, chains, there);
        return false;
    }
}
