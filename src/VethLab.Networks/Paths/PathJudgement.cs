namespace VethLab.Networks.Paths;

/// <summary>What evidence amounts to.</summary>
/// <param name="Reachable">Whether packets arrive; null: not known.</param>
/// <param name="Cause">Why not, or what is wrong all the same.</param>
/// <param name="Message">In one sentence.</param>
/// <param name="Evidence">What supports it, one line each.</param>
/// <param name="Fix">What mends it; null: nothing that is known.</param>
internal sealed record PathJudgement(bool? Reachable, PathCause Cause, string Message, IReadOnlyList<string> Evidence, string? Fix)
{
    /// <summary>What a finding amounts to where it is believed.</summary>
    internal static PathJudgement Of(PathFinding finding, PathPrediction prediction, bool? reachable, IEnumerable<string> evidence) => new(
        reachable, finding.Cause, CauseSentence.Of(finding.Cause, HopOf(finding, prediction)), [$"configuration: {finding.Evidence}", .. evidence], finding.Fix);

    internal static PathHop? HopOf(PathFinding finding, PathPrediction prediction) =>
        finding.Hop >= 0 && finding.Hop < prediction.Hops.Count ? prediction.Hops[finding.Hop] : null;
}
