namespace VethLab.Networks.Labs.Plans;

/// <summary>The indexes of a namespace's links by their names. Most namespaces of a lab have one link, and need no table for it.</summary>
internal sealed class LinkIndexes
{
    private string? first;
    private int firstIndex;
    private Dictionary<string, int>? others;

    /// <summary>The index of a link; null: not known.</summary>
    internal int? Find(string name)
    {
        if (name == first)
            return firstIndex;
        return others is not null && others.TryGetValue(name, out var index) ? index : null;
    }

    internal void Set(string name, int index)
    {
        first ??= name;
        if (name == first)
            firstIndex = index;
        else
            (others ??= [])[name] = index;
    }

    internal void Remove(string name)
    {
        if (name == first)
            first = null;
        // It may be there as well, from when another was the first.
        _ = others?.Remove(name);
    }
}
