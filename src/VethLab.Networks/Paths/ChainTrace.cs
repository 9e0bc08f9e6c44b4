namespace VethLab.Networks.Paths;

/// <summary>What the traced rules did to a probe.</summary>
internal static class ChainTrace
{
    /// <summary>Where it was dropped; null: it was not, or could not be traced.</summary>
    internal static PathTraceStep? DropOf(PathObservation observation) => observation.Trace.LastOrDefault(step => step.Verdict is "drop" or "reject");

    /// <summary>The cause that it proves.</summary>
    internal static PathCause CauseOf(PathTraceStep drop, PathObservation observation) =>
        drop.RuleHandle is null ? PathCause.ChainPolicyDrop
        : drop.Verdict == "reject" || observation.Answer is PathAnswer.Refused or PathAnswer.Prohibited or PathAnswer.Unreachable ? PathCause.RuleReject
        : PathCause.RuleDrop;

    internal static string NameOf(PathTraceStep step) => $"{step.Family} {step.Table} {step.Chain}";

    internal static string Describe(PathTraceStep step)
    {
        var place = step.Namespace is null ? "here" : $"in namespace {step.Namespace}";
        var what = step.RuleHandle is { } handle ? $"rule {handle} of {NameOf(step)}" : $"the policy of {NameOf(step)}";
        return $"{what} {place} {(step.Verdict == "reject" ? "rejected" : "dropped")} the {(step.IsReply ? "answer" : "probe")}";
    }
}
