using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace VethLab.Networks;

/// <summary>
/// A list that never changes and is equal to another with equal elements in the same order, so that snapshots compare by value. It is an
/// IList since PowerShell converts nothing else into an array, element by element, for a parameter that takes one.
/// </summary>
[CollectionBuilder(typeof(SnapshotList), nameof(SnapshotList.Create))]
public sealed class SnapshotList<T> : IReadOnlyList<T>, IList, IEquatable<SnapshotList<T>>
{
    /// <summary>Most lists of most snapshots have nothing in them.</summary>
    internal static readonly SnapshotList<T> Empty = new([]);

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

    private IList List => items;

    object? IList.this[int index]
    {
        get => List[index];
        set => List[index] = value;
    }

    bool IList.IsFixedSize => List.IsFixedSize;

    bool IList.IsReadOnly => List.IsReadOnly;

    bool ICollection.IsSynchronized => List.IsSynchronized;

    object ICollection.SyncRoot => List.SyncRoot;

    int IList.Add(object? value) => List.Add(value);

    void IList.Clear() => List.Clear();

    bool IList.Contains(object? value) => List.Contains(value);

    int IList.IndexOf(object? value) => List.IndexOf(value);

    void IList.Insert(int index, object? value) => List.Insert(index, value);

    void IList.Remove(object? value) => List.Remove(value);

    void IList.RemoveAt(int index) => List.RemoveAt(index);

    void ICollection.CopyTo(Array array, int index) => List.CopyTo(array, index);
}

/// <summary>Makes lists of snapshots.</summary>
public static class SnapshotList
{
    public static SnapshotList<T> Create<T>(ReadOnlySpan<T> items) => Of<T>([.. items]);

    internal static SnapshotList<T> ToSnapshotList<T>(this IEnumerable<T> items) => Of<T>([.. items]);

    private static SnapshotList<T> Of<T>(ImmutableArray<T> items) => items.IsEmpty ? SnapshotList<T>.Empty : new(items);
}
