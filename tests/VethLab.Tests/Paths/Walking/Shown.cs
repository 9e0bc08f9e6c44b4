using VethLab.Networks.Paths;

namespace VethLab.Tests.Paths.Walking;

/// <summary>A walk as text, for messages of failed tests.</summary>
internal static class Shown
{
    internal static string Of(PathPrediction walk) => string.Join('\n', walk.Hops.Select(hop => $"{hop.Index} {(hop.IsReturn ? "<" : ">")} {hop} [{hop.Kind}] {hop.State}: {hop.Detail}")
        .Concat(walk.Findings.Select(finding => $"{finding.Weight} {finding.Cause} at {finding.Hop + 1}: {finding.Evidence} | {finding.Fix}")).Append($"complete: {walk.IsComplete}, source {walk.Source}"));
}
