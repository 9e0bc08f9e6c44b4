using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace VethLab.Networks;

/// <summary>
/// A list that never changes and is equal to another with equal elements in the same order, so that snapshots compare by value. It is an IList
/// because PowerShell binds nothing else to parameters that take arrays.
/// </summary>
[CollectionBuilder(typeof(SnapshotList), nameof(SnapshotList.Create))]
public sealed class SnapshotList<T> : IReadOnlyList<T>, IEquatable<SnapshotList<T>>, IList
{
    private readonly ImmutableArray<T> items;

    internal SnapshotList(ImmutableArray<T> items) => this.items = items;

    public int Count => items.Length;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IList Items => items;

    bool IList.IsFixedSize => true;

    bool IList.IsReadOnly => true;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    object? IList.this[int index]
    {
        get => items[index];
        set => throw new NotSupportedException("A snapshot does not change.");
    }

    bool IList.Contains(object? value) => Items.Contains(value);

    int IList.IndexOf(object? value) => Items.IndexOf(value);

    void ICollection.CopyTo(Array array, int index) => Items.CopyTo(array, index);

    int IList.Add(object? value) => throw new NotSupportedException("A snapshot does not change.");

    void IList.Insert(int index, object? value) => throw new NotSupportedException("A snapshot does not change.");

    void IList.Remove(object? value) => throw new NotSupportedException("A snapshot does not change.");

    void IList.RemoveAt(int index) => throw new NotSupportedException("A snapshot does not change.");

    void IList.Clear() => throw new NotSupportedException("A snapshot does not change.");

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
