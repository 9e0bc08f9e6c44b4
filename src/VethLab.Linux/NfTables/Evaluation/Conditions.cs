using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>What comparisons say of a value that may be known in part; null: that is not known.</summary>
internal static class Conditions
{
    internal static bool? Holds(CompareExpression compare, PartialBytes value) => compare.Operator switch
    {
        CompareOperator.Equal => value.BeginWith(compare.Value.Span),
        CompareOperator.NotEqual => !value.BeginWith(compare.Value.Span),
        CompareOperator.Less => value.CompareTo(compare.Value.Span) is { } order ? order < 0 : null,
        CompareOperator.LessOrEqual => value.CompareTo(compare.Value.Span) is { } order ? order <= 0 : null,
        CompareOperator.Greater => value.CompareTo(compare.Value.Span) is { } order ? order > 0 : null,
        CompareOperator.GreaterOrEqual => value.CompareTo(compare.Value.Span) is { } order ? order >= 0 : null,
        _ => null,
    };

    /// <summary>Both ends belong to the range.</summary>
    internal static bool? InRange(PartialBytes value, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        bool? isLow = value.CompareTo(from) is { } low ? low < 0 : null;
        bool? isHigh = value.CompareTo(to) is { } high ? high > 0 : null;
        return !(isLow | isHigh);
    }
}
