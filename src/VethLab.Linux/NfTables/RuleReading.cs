using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables;

/// <summary>What a rule means, as far as <see cref="MatchReader"/> understands it.</summary>
/// <param name="Matches">The conditions it understands, in order; all of them have to hold.</param>
/// <param name="Statements">What it does to packets that meet the conditions: count, log, translate, decide.</param>
/// <param name="NotUnderstood">All other expressions, which may be further conditions.</param>
public sealed record RuleReading(
    IReadOnlyList<RuleMatch> Matches, NfExpressionList Statements, NfExpressionList NotUnderstood)
{
    /// <summary>Whether <see cref="Matches"/> and <see cref="Statements"/> are all there is to the rule.</summary>
    public bool IsComplete => NotUnderstood.Count == 0;

    /// <summary>Accept, Drop, Jump and so on; null where the rule decides otherwise or not at all.</summary>
    public VerdictExpression? Verdict => Statements.OfType<VerdictExpression>().LastOrDefault();

    /// <summary>Whether it masquerades, in nf_tables' way or iptables'.</summary>
    public bool Masquerades =>
        Statements.Any(statement => statement is MasqueradeExpression or XtTargetExpression { Extension: "MASQUERADE" });
}
