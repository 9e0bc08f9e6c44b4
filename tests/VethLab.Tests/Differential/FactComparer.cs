namespace VethLab.Tests.Differential;

/// <summary>Says in words in what two sides' facts differ.</summary>
internal sealed class FactComparer(string oneName, string otherName)
{
    /// <summary>Empty where both see the same.</summary>
    internal List<string> Differences(IEnumerable<Fact> one, IEnumerable<Fact> other)
    {
        var ones = one.ToLookup(fact => fact.Key);
        var others = other.ToLookup(fact => fact.Key);
        var differences = new List<string>();
        foreach (var key in ones.Select(group => group.Key).Union(others.Select(group => group.Key)))
            differences.AddRange(Differences(key, [.. ones[key]], [.. others[key]]));
        return differences;
    }

    private IEnumerable<string> Differences(string key, List<Fact> ones, List<Fact> others)
    {
        // What both see is put aside first, so that of several under one key those that differ face each other.
        foreach (var fact in ones.ToList())
        {
            if (others.FindIndex(other => other.ToString() == fact.ToString()) is >= 0 and var index)
            {
                ones.Remove(fact);
                others.RemoveAt(index);
            }
        }
        for (var i = 0; i < Math.Max(ones.Count, others.Count); i++)
        {
            if (i >= others.Count)
                yield return $"only {oneName} shows {ones[i]}";
            else if (i >= ones.Count)
                yield return $"only {otherName} shows {others[i]}";
            else
                yield return $"{key}: {string.Join("; ", Properties(ones[i].Properties, others[i].Properties))}";
        }
    }

    private IEnumerable<string> Properties(SortedDictionary<string, string> one, SortedDictionary<string, string> other)
    {
        foreach (var name in one.Keys.Union(other.Keys))
        {
            var (mine, its) = (one.GetValueOrDefault(name), other.GetValueOrDefault(name));
            if (mine != its)
                yield return $"{name} is {mine ?? "not there"} for {oneName}, {its ?? "not there"} for {otherName}";
        }
    }
}
