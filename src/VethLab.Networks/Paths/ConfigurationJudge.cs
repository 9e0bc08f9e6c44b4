namespace VethLab.Networks.Paths;

/// <summary>Judges by the configuration alone.</summary>
internal static class ConfigurationJudge
{
    internal static PathJudgement Judge(PathPrediction prediction)
    {
        if (prediction.Findings.FirstOrDefault(finding => finding.Weight == PathFindingWeight.Certain) is { } certain)
            return PathJudgement.Of(certain, prediction, false, []);
        if (prediction.Findings.FirstOrDefault(finding => finding.Weight == PathFindingWeight.Suspect) is { } suspect)
        {
            return new PathJudgement(
                null, PathCause.Undecided, "The configuration does not say for certain whether packets arrive.",
                [.. prediction.Findings.Where(finding => finding.Weight == PathFindingWeight.Suspect).Select(finding => $"configuration: perhaps {finding.Cause}: {finding.Evidence}")], suspect.Fix);
        }
        if (SuccessJudge.WrongAllTheSame(prediction) is { } note)
            return PathJudgement.Of(note, prediction, null, []);
        return prediction.IsComplete
            ? new PathJudgement(null, PathCause.None, "The configuration lets the packets pass, there and back.", ["configuration: nothing on the way stops them"], null)
            : new PathJudgement(null, PathCause.Undecided, "As far as the way is known, the configuration lets the packets pass.", ["configuration: the way leads out of what can be seen"], null);
    }
}
