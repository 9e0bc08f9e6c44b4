namespace VethLab.Networks.Paths;

/// <summary>Judges where the probe was lost or refused.</summary>
internal sealed class FailureJudge(PathQuestion question, PathPrediction prediction, PathObservation observation, PathSight sight)
{
    internal PathJudgement Judge() =>
        Traced() ?? Finding(PathFindingWeight.Certain) ?? Answered() ?? Dropped() ?? Suspected() ?? Undecided();

    /// <summary>A rule that was seen to drop it says more than any other.</summary>
    private PathJudgement? Traced()
    {
        if (ChainTrace.DropOf(observation) is not { } drop)
            return null;
        var cause = ChainTrace.CauseOf(drop, observation);
        var known = prediction.Findings.FirstOrDefault(finding => IsFiltering(finding.Cause) && IsAt(finding, drop) && finding.Weight != PathFindingWeight.Note);
        string[] evidence = [$"trace: {ChainTrace.Describe(drop)}", .. Seen()];
        if (known is not null)
            return PathJudgement.Of(known with { Cause = known.Cause == PathCause.LegacyIptables ? cause : known.Cause }, prediction, false, evidence);
        var hop = prediction.Hops.FirstOrDefault(hop => hop.Kind == PathHopKind.Chain && hop.Namespace == drop.Namespace && hop.Name == ChainTrace.NameOf(drop));
        return new PathJudgement(false, cause, CauseSentence.Of(cause, hop ?? ChainHop(drop)), evidence, null);
    }

    private static PathHop ChainHop(PathTraceStep drop) => new()
    {
        Kind = PathHopKind.Chain, Name = ChainTrace.NameOf(drop), Detail = string.Empty, State = PathHopState.Stops, Namespace = drop.Namespace,
    };

    private static bool IsFiltering(PathCause cause) => cause is PathCause.RuleDrop or PathCause.RuleReject or PathCause.ChainPolicyDrop or PathCause.LegacyIptables;

    private bool IsAt(PathFinding finding, PathTraceStep drop) => PathJudgement.HopOf(finding, prediction) is { } hop
        && hop.Namespace == drop.Namespace && (hop.Name == ChainTrace.NameOf(drop) || hop.Kind == PathHopKind.LegacyTable);

    /// <summary>
    /// The first finding of a weight at or behind the place where packets were last seen; or one that sends them elsewhere, wherever they were seen then.
    /// </summary>
    private PathJudgement? Finding(PathFindingWeight weight)
    {
        var found = prediction.Findings.FirstOrDefault(finding => finding.Weight == weight && (!sight.HasPassed(finding) || SuccessJudge.IsWrongAllTheSame(finding.Cause) || IsConfirmed(finding)) && !IsContradicted(finding));
        return found is null ? null : PathJudgement.Of(found, prediction, false, [.. Seen(), .. Contradictions()]);
    }

    /// <summary>A refusal comes from behind the place, since it is the answer there.</summary>
    private bool IsConfirmed(PathFinding finding) => finding.Cause == PathCause.PortClosed && observation.Answer == PathAnswer.Refused;

    /// <summary>Who answered knows better than the configuration what it is not.</summary>
    private bool IsContradicted(PathFinding finding) => observation.Answer switch
    {
        PathAnswer.Refused => finding.Cause is not (PathCause.PortClosed or PathCause.RuleReject),
        _ => finding.Cause == PathCause.PortClosed,
    };

    /// <summary>What an answer that is a refusal proves.</summary>
    private PathJudgement? Answered()
    {
        var who = observation.Responder is { } responder ? $"{responder}" : "the own kernel";
        PathCause? cause = observation.Answer switch
        {
            PathAnswer.Refused when question.Destination.Equals(observation.Responder) => PathCause.PortClosed,
            PathAnswer.TooBig => PathCause.MtuTooSmall,
            _ => null,
        };
        if (cause is not { } known)
            return null;
        var message = known == PathCause.PortClosed
            ? $"{who} is reached, but nothing listens on port {question.Port} there."
            : $"The packets are too big for the next link of {who}{(observation.Mtu is { } mtu ? $", which takes {mtu} bytes" : string.Empty)}, and may not be fragmented.";
        return new PathJudgement(false, known, message, [.. Seen(), .. Contradictions()], FixOf(known));
    }

    /// <summary>What the kernel's reason for a drop of this very packet proves.</summary>
    private PathJudgement? Dropped()
    {
        foreach (var drop in observation.Drops.Where(drop => drop.IsAttributed))
        {
            if (prediction.Findings.FirstOrDefault(finding => finding.Weight == PathFindingWeight.Suspect && DropReasons.Supports(drop.Reason, finding.Cause) && !sight.HasPassed(finding)) is { } supported)
                return PathJudgement.Of(supported, prediction, false, Seen());
            if (DropReasons.CauseOf(drop.Reason) is { } cause)
                return new PathJudgement(false, cause, CauseSentence.Of(cause, sight.LastHop), [.. Seen(), .. Contradictions()], FixOf(cause));
        }
        return null;
    }

    /// <summary>A single suspect where packets died is the cause; of several, nobody knows which.</summary>
    private PathJudgement? Suspected()
    {
        var suspects = prediction.Findings.Where(finding => finding.Weight == PathFindingWeight.Suspect && !sight.HasPassed(finding) && !IsContradicted(finding)).ToList();
        return suspects.Select(suspect => suspect.Cause).Distinct().Count() == 1 ? PathJudgement.Of(suspects[0], prediction, false, Seen()) : null;
    }

    private PathJudgement Undecided()
    {
        var last = sight.LastHop is { } hop ? $"were last seen at {hop.Name}{(hop.Namespace is { } space ? $" in namespace {space}" : string.Empty)}" : "were seen nowhere";
        var suspects = prediction.Findings.Where(finding => finding.Weight == PathFindingWeight.Suspect && !sight.HasPassed(finding)).Select(finding => $"configuration: perhaps {finding.Cause}: {finding.Evidence}");
        return new PathJudgement(
            false, PathCause.Undecided, $"Packets {last}, and nothing says why.", [.. Seen(), .. Strangers(), .. suspects, .. Contradictions()], null);
    }

    /// <summary>Losses that may be others': told only where nothing else is known.</summary>
    private IEnumerable<string> Strangers() => observation.Drops.Where(drop => !drop.IsAttributed && DropReasons.IsTelling(drop.Reason))
        .Select(drop => $"drop: {drop.Reason} in {drop.Location}, of some packet on this machine").Distinct().Take(3);

    private string? FixOf(PathCause cause) => prediction.Findings.FirstOrDefault(finding => finding.Cause == cause)?.Fix;

    private IEnumerable<string> Seen()
    {
        yield return $"probe: {sight.Answer}";
        if (sight.LastHop is { } hop)
            yield return $"probe: {(hop.IsReturn ? "the answer" : "it")} was last seen at {hop}";
        foreach (var drop in observation.Drops.Where(drop => drop.IsAttributed))
            yield return $"drop: {drop.Reason} in {drop.Location}";
    }

    /// <summary>What is not claimed, since the probe got past it.</summary>
    private IEnumerable<string> Contradictions() => prediction.Findings
        .Where(finding => finding.Weight == PathFindingWeight.Certain && sight.HasPassed(finding) && !IsConfirmed(finding))
        .Select(finding => $"configuration: it seemed to be {finding.Cause}, but the probe was seen behind it: {finding.Evidence}");
}
