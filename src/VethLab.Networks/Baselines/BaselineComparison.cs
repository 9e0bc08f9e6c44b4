namespace VethLab.Networks.Baselines;

/// <summary>Compares two baselines.</summary>
public static class BaselineComparison
{
    private sealed record Place(string Kind, string? Namespace, string Name);

    /// <summary>
    /// What is not as it was, in the order of <see cref="BaselineKind"/>; nothing where all is equal. Only what both looked at is compared. Of a
    /// namespace that is new or gone only that is told, and of a link nothing of its settings below /proc/sys/net.
    /// </summary>
    public static IReadOnlyList<BaselineDifference> Compare(VethLabBaseline before, VethLabBaseline after)
    {
        var kinds = before.Kinds.Intersect(after.Kinds, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (was, now) = (Group(before, kinds), Group(after, kinds));
        var hidden = OneSided(before, after, BaselineKind.Namespace);
        var links = OneSided(before, after, BaselineKind.Link);
        return [.. was.Keys.Union(now.Keys).Where(IsToldByItself)
            .SelectMany(place => Differences(place, was.GetValueOrDefault(place) ?? [], now.GetValueOrDefault(place) ?? []))
            .OrderBy(difference => Enum.TryParse<BaselineKind>(difference.Kind, out var kind) ? kind : (BaselineKind)int.MaxValue)
            .ThenBy(difference => difference.Namespace, StringComparer.Ordinal).ThenBy(difference => difference.Name, StringComparer.Ordinal)];

        bool IsToldByItself(Place place) =>
            (place.Kind == nameof(BaselineKind.Namespace) || place.Namespace is null || !hidden.Contains((null, place.Namespace)))
            && !(place.Kind == nameof(BaselineKind.Sysctl) && InterfaceOf(place.Name) is { } name && links.Contains((place.Namespace, name)));
    }

    private static Dictionary<Place, List<string>> Group(VethLabBaseline baseline, HashSet<string> kinds)
    {
        var groups = new Dictionary<Place, List<string>>();
        foreach (var item in baseline.Items.Where(item => kinds.Contains(item.Kind)))
        {
            var place = new Place(item.Kind, item.Namespace, item.Name);
            if (!groups.TryGetValue(place, out var values))
                groups[place] = values = [];
            values.Add(item.Value);
        }
        return groups;
    }

    /// <summary>Things of a kind that only one of them has, by namespace and name.</summary>
    private static HashSet<(string? Namespace, string Name)> OneSided(VethLabBaseline before, VethLabBaseline after, BaselineKind kind)
    {
        var name = kind.ToString();
        var result = before.Items.Where(item => item.Kind == name).Select(item => (item.Namespace, item.Name)).ToHashSet();
        result.SymmetricExceptWith(after.Items.Where(item => item.Kind == name).Select(item => (item.Namespace, item.Name)).ToHashSet());
        return result;
    }

    /// <summary>The interface that a setting such as net/ipv4/conf/br01/forwarding belongs to; null: none.</summary>
    private static string? InterfaceOf(string key)
    {
        var words = key.Split('/');
        return words.Length == 5 && (words[2] is "conf" or "neigh") ? words[3] : null;
    }

    private static IEnumerable<BaselineDifference> Differences(Place place, List<string> was, List<string> now)
    {
        if (was.SequenceEqual(now, StringComparer.Ordinal))
            yield break;
        // The same text may be there twice: a rule, a mount over a mount.
        var added = new List<string>(now);
        var removed = was.Where(value => !added.Remove(value)).ToList();
        if (added.Count == 0 && removed.Count == 0)
        {
            yield return Changed(place, string.Join('\n', was), string.Join('\n', now));
            yield break;
        }
        // One that became another; of several rules it cannot be told which became which.
        if (added.Count == 1 && removed.Count == 1)
        {
            yield return Changed(place, removed[0], added[0]);
            yield break;
        }
        foreach (var value in removed)
            yield return new BaselineDifference { Kind = place.Kind, Namespace = place.Namespace, Name = place.Name, Change = BaselineChange.Removed, Before = value };
        foreach (var value in added)
            yield return new BaselineDifference { Kind = place.Kind, Namespace = place.Namespace, Name = place.Name, Change = BaselineChange.Added, After = value };
    }

    private static BaselineDifference Changed(Place place, string before, string after) => new()
    {
        Kind = place.Kind,
        Namespace = place.Namespace,
        Name = place.Name,
        Change = BaselineChange.Changed,
        Before = before,
        After = after,
    };
}
