using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>
/// Joins what the configuration says with what a probe showed. A cause is named only where evidence supports it:
/// what a probe has done is true, so its success beats all findings, and findings before the place where it was last seen are not claimed; after that place,
/// the first finding that is certain is the cause, and what rules, the kernel or a router said about the probe makes others certain.
/// </summary>
public static class PathVerdict
{
    /// <summary>The verdict.</summary>
    /// <param name="from">Where packets were sent from.</param>
    /// <param name="question">Which packets.</param>
    /// <param name="prediction">What the configuration says.</param>
    /// <param name="observation">What the probe showed; null: none was sent.</param>
    /// <param name="whyUnseen">Why none was sent.</param>
    public static NetPathVerdict Of(
        NamespaceSession from, PathQuestion question, PathPrediction prediction, PathObservation? observation, string? whyUnseen)
    {
        var sight = observation is null ? null : new PathSight(question, prediction, observation);
        var judgement = observation is null ? ConfigurationJudge.Judge(prediction)
            : observation.Answer == PathAnswer.Answered || sight!.IsDelivered ? SuccessJudge.Judge(prediction, observation, sight!)
            : new FailureJudge(question, prediction, observation, sight).Judge();
        var evidence = new List<string>(judgement.Evidence);
        if (observation is null)
            evidence.Add($"probe: none was sent: {whyUnseen}");
        else
            evidence.AddRange(observation.Limits.Select(limit => $"limit: {limit}"));
        return new NetPathVerdict
        {
            Source = (prediction.Source ?? question.Source)?.ToString(),
            Destination = question.Destination.ToString(),
            Protocol = question.Protocol,
            Port = question.Port,
            Reachable = judgement.Reachable,
            Cause = judgement.Cause,
            Message = judgement.Message,
            Evidence = [.. evidence],
            Fix = judgement.Fix,
            Hops = [.. sight is null ? prediction.Hops : sight.Marked()],
            RoundTripTime = observation?.RoundTripTime,
            Namespace = from.Name,
            NamespaceId = from.Identity,
        };
    }

    /// <summary>Whether a probe that was lost got past a place where the configuration lets nothing pass for certain: one of both is no longer true.</summary>
    internal static bool IsContradicted(PathQuestion question, PathPrediction prediction, PathObservation observation)
    {
        var sight = new PathSight(question, prediction, observation);
        return observation.Answer != PathAnswer.Answered && !sight.IsDelivered
            && prediction.Findings.Any(finding => finding.Weight == PathFindingWeight.Certain && finding.Cause != PathCause.PortClosed && !SuccessJudge.IsWrongAllTheSame(finding.Cause) && sight.HasPassed(finding));
    }
}
