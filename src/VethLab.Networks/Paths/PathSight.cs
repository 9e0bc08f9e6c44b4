using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>Where a probe and its answer were seen, held against the hops that the configuration says they take.</summary>
internal sealed class PathSight
{
    private readonly IReadOnlyList<PathHop> hops;
    private readonly bool isAnswered;
    private readonly HashSet<(string? Namespace, string Interface)> left;

    internal PathSight(PathQuestion question, PathPrediction prediction, PathObservation observation)
    {
        hops = prediction.Hops;
        isAnswered = observation.Answer == PathAnswer.Answered;
        var reply = question.Protocol switch { PathProtocol.Tcp => "connection accepted", PathProtocol.Udp => "a datagram", _ => "echo reply" };
        Answer = isAnswered ? $"{observation.Responder ?? question.Destination} answered ({reply})"
            : observation.Responder is { } responder && !observation.Message.Contains($"{responder}", StringComparison.Ordinal)
            ? $"{observation.Message}, says {responder}"
            : observation.Message;
        LastThere = LastOf(observation.Request, isReturn: false);
        LastBack = LastOf(observation.Reply, isReturn: true);
        left = [.. new[] { observation.Request, observation.Reply }.OfType<PacketTrail>().SelectMany(trail => trail.Hops).Where(seen => seen.IsOutgoing).Select(seen => (seen.Namespace, seen.Interface))];
        var there = hops.Count(hop => !hop.IsReturn);
        IsDelivered = question.Protocol == PathProtocol.Udp && observation.Answer == PathAnswer.None && ChainTrace.DropOf(observation) is null
            && LastThere >= 0 && there > 0 && hops[there - 1].Kind == PathHopKind.Delivery
            && hops.Take(there).Skip(LastThere + 1).All(hop => hop.State == PathHopState.Passes && !IsPlace(hop.Kind));
        // Who answered was reached, though nobody may have looked at the last interface.
        if (isAnswered || IsDelivered || observation.Reply is not null)
            LastThere = there - 1;
        if (isAnswered || (observation.Reply is not null && observation.Answer != PathAnswer.None))
            LastBack = hops.Count - 1;
    }

    /// <summary>
    /// A datagram, which nobody has to answer, was seen at the last interface of its way, and what the configuration has behind that lets it pass to a socket.
    /// </summary>
    internal bool IsDelivered { get; }

    /// <summary>Number of the last hop, from 0, that the request was seen to pass; -1: none.</summary>
    internal int LastThere { get; }

    /// <summary>Number of the last hop, from 0, that the answer was seen to pass; -1: none.</summary>
    internal int LastBack { get; }

    /// <summary>Number of the last hop that packets were seen to pass, there or back; -1: none.</summary>
    internal int Last => Math.Max(LastThere, LastBack);

    /// <summary>The hop, null: none.</summary>
    internal PathHop? LastHop => Last >= 0 ? hops[Last] : null;

    /// <summary>
    /// Whether packets got past a finding. They are seen at a place before they die there, but not leaving it if it is down or blocked.
    /// </summary>
    internal bool HasPassed(PathFinding finding) => finding.Hop >= 0 && (finding.Hop < Last
        || (finding.Hop == Last && finding.Cause is PathCause.LinkDown or PathCause.NoCarrier or PathCause.StpNotForwarding && left.Contains((LastHop!.Namespace, LastHop.Name))));

    /// <summary>What the sender was told, and by whom.</summary>
    internal string Answer { get; }

    internal IEnumerable<PathHop> Marked() => hops.Select((hop, number) => hop with { IsSeen = HasPassed(number) });

    /// <summary>Of the way back of what nobody has to answer, nothing is known.</summary>
    private bool? HasPassed(int hop) => hops[hop].IsReturn && IsDelivered ? null : isAnswered || hop <= (hops[hop].IsReturn ? LastBack : LastThere);

    private int LastOf(PacketTrail? trail, bool isReturn)
    {
        if (trail is null)
            return -1;
        var places = trail.Hops.Select(seen => (seen.Namespace, seen.Interface)).ToHashSet();
        for (var number = hops.Count - 1; number >= 0; number--)
        {
            if (hops[number].IsReturn == isReturn && IsPlace(hops[number].Kind) && places.Contains((hops[number].Namespace, hops[number].Name)))
                return number;
        }
        return -1;
    }

    private static bool IsPlace(PathHopKind kind) => kind is PathHopKind.Interface or PathHopKind.Veth or PathHopKind.BridgePort or PathHopKind.Bridge;
}
