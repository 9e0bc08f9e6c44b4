using System.Globalization;

namespace VethLab.Networks.Paths;

/// <summary>Judges where the probe was answered: or a datagram was delivered: the path works, whatever the configuration seems to say.</summary>
internal static class SuccessJudge
{
    internal static PathJudgement Judge(PathPrediction prediction, PathObservation observation, PathSight sight)
    {
        var time = observation.RoundTripTime is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" after {milliseconds:0.###} ms") : string.Empty;
        var evidence = new List<string> { sight.IsDelivered ? "probe: the datagram was seen to arrive, and a socket takes it; nobody has to answer" : $"probe: {sight.Answer}{time}" };
        evidence.AddRange(prediction.Findings.Where(finding => finding.Weight == PathFindingWeight.Certain && !IsWrongAllTheSame(finding.Cause))
            .Select(finding => $"configuration: it seemed to be {finding.Cause}, but the probe passed: {finding.Evidence}"));
        return WrongAllTheSame(prediction) is { } note
            ? PathJudgement.Of(note, prediction, true, evidence)
            : new PathJudgement(true, PathCause.None, "The path works.", evidence, null);
    }

    /// <summary>
    /// What is told of a path that works: two owners of an address or MAC, of which one happened to be first this time, and masquerading within a
    /// subnet, which hides who is speaking. All else that a probe passes is not wrong.
    /// </summary>
    internal static PathFinding? WrongAllTheSame(PathPrediction prediction) =>
        prediction.Findings.FirstOrDefault(finding => IsWrongAllTheSame(finding.Cause) && finding.Weight != PathFindingWeight.Suspect);

    internal static bool IsWrongAllTheSame(PathCause cause) => cause is PathCause.DuplicateAddress or PathCause.DuplicateMac or PathCause.MasqueradeSameSubnet;
}
