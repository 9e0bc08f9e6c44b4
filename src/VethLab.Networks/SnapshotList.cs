using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace VethLab.Networks;

/// <summary>A list that never changes and is equal to another with equal elements in the same order, so that snapshots compare by value.</summary>
[CollectionBuilder(typeof(SnapshotList), nameof(SnapshotList.Create))]
public sealed class SnapshotList<T> : IReadOnlyList<T>, IEquatable<SnapshotList<T>>
{
    private readonly ImmutableArray<T> items;

    internal SnapshotList(ImmutableArray<T> items) => this.items = items;

    public int Count => items.Length;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(SnapshotList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as SnapshotList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", items);
}

/// <summary>Makes lists of snapshots.</summary>
public static class SnapshotList
{
    public static SnapshotList<T> Create<T>(ReadOnlySpan<T> items) => new([.. items]);

    internal static SnapshotList<T> ToSnapshotList<T>(this IEnumerable<T> items) => new([.. items]);
}
