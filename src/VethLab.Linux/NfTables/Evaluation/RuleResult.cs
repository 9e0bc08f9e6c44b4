using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What follows from one rule.</summary>
internal enum RuleResultKind
{
    /// <summary>The next rule.</summary>
    Goes,

    Decides,

    /// <summary>Another chain, and then the next rule.</summary>
    Jumps,

    /// <summary>Another chain, and then the end of this one.</summary>
    GoesTo,

    /// <summary>The end of this chain.</summary>
    Returns,
}

/// <summary>What a rule does with a packet.</summary>
internal sealed record RuleResult(
    RuleResultKind Kind, PacketFate Fate = PacketFate.Accept, string? Chain = null, string? Reason = null, PacketTranslation? Translation = null)
{
    internal static RuleResult GoesOn { get; } = new(RuleResultKind.Goes);

    internal static RuleResult Decides(PacketFate fate, PacketTranslation? translation = null) => new(RuleResultKind.Decides, fate, Translation: translation);

    internal static RuleResult Unknown(string reason) => new(RuleResultKind.Decides, PacketFate.Unknown, Reason: reason);

    internal static RuleResult Of(VerdictExpression verdict) => verdict.Verdict switch
    {
        NfVerdict.Accept => Decides(PacketFate.Accept),
        NfVerdict.Drop or NfVerdict.Stolen => Decides(PacketFate.Drop),
        NfVerdict.Continue or NfVerdict.Break => GoesOn,
        NfVerdict.Jump => new RuleResult(RuleResultKind.Jumps, Chain: verdict.Chain),
        NfVerdict.Goto => new RuleResult(RuleResultKind.GoesTo, Chain: verdict.Chain),
        NfVerdict.Return => new RuleResult(RuleResultKind.Returns),
        _ when ((int)verdict.Verdict & 0xff) == (int)NfVerdict.Queue => Decides(PacketFate.Queue),
        _ => Unknown($"verdict {verdict.Verdict}"),
    };
}
