using System.Collections;
using System.Runtime.CompilerServices;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables;

/// <summary>A rule's expressions in order; does not change, and compares by value. Collection expressions build it.</summary>
[CollectionBuilder(typeof(NfExpressionList), nameof(Create))]
public sealed class NfExpressionList : IReadOnlyList<NfExpression>, IEquatable<NfExpressionList>
{
    private readonly NfExpression[] items;

    private NfExpressionList(NfExpression[] items) => this.items = items;

    public static NfExpressionList Empty { get; } = new([]);

    public static NfExpressionList Create(ReadOnlySpan<NfExpression> expressions) => new(expressions.ToArray());

    public int Count => items.Length;

    public NfExpression this[int index] => items[index];

    public IEnumerator<NfExpression> GetEnumerator() => ((IEnumerable<NfExpression>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <summary>Whether both do the same: equal but for what their counters have counted.</summary>
    public bool DoesSameAs(NfExpressionList other) => Uncounted().Equals(other.Uncounted());

    /// <summary>The same with nothing counted yet. Only to compare: what is not known here may not be written again like this.</summary>
    public NfExpressionList Uncounted() => new(Array.ConvertAll(items, item => item switch
    {
        CounterExpression => new CounterExpression(),
        UnknownExpression unknown => unknown.Uncounted(),
        _ => item,
    }));

    public bool Equals(NfExpressionList? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    public override bool Equals(object? obj) => Equals(obj as NfExpressionList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", items.Select(item => item.ToString()))}]";
}
