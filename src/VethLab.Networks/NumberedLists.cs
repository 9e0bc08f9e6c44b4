namespace VethLab.Networks;

/// <summary>Lists by a number: what ToLookup does, which each process would compile anew for numbers.</summary>
internal static class NumberedLists
{
    /// <summary>The items of each number, in their order.</summary>
    internal static Dictionary<int, List<T>> ToNumberedLists<T>(this IEnumerable<T> items, Func<T, int> number)
    {
        var lists = new Dictionary<int, List<T>>();
        foreach (var item in items)
        {
            var key = number(item);
            if (!lists.TryGetValue(key, out var list))
                lists[key] = list = [];
            list.Add(item);
        }
        return lists;
    }
}
