using System.Management.Automation;

namespace VethLab.Host.Commands;

/// <summary>The values by which an object is sorted, grouped or compared.</summary>
internal sealed class PropertyKey
{
    private PropertyKey(PSObject input, IReadOnlyList<Part> parts)
    {
        Input = input;
        Parts = parts;
    }

    /// <summary>One property's value. An object may lack the property, which is not the same as null.</summary>
    internal sealed record Part(bool Exists, object? Value);

    internal PSObject Input { get; }

    internal IReadOnlyList<Part> Parts { get; }

    /// <summary>Reads the properties of one object, or takes the object itself where none are named.</summary>
    internal static PropertyKey Of(PSObject input, IReadOnlyList<PropertySelector> selectors) => selectors.Count == 0
        ? new PropertyKey(input, [new Part(true, input)])
        : new PropertyKey(input, selectors.SelectMany(selector => PartsOf(input, selector)).ToArray());

    /// <summary>Compares two objects part by part.</summary>
    /// <param name="x">The first.</param>
    /// <param name="y">The second.</param>
    /// <param name="comparer">Orders the values.</param>
    /// <param name="descending">For each part, whether the order is turned round; missing means false.</param>
    internal static int Compare(PropertyKey x, PropertyKey y, ValueComparer comparer, IReadOnlyList<bool> descending)
    {
        for (var i = 0; i < Math.Min(x.Parts.Count, y.Parts.Count); i++)
        {
            var result = Compare(x.Parts[i], y.Parts[i], comparer, i < descending.Count && descending[i]);
            if (result != 0)
                return result;
        }
        return x.Parts.Count.CompareTo(y.Parts.Count);
    }

    private static int Compare(Part x, Part y, ValueComparer comparer, bool descending)
    {
        if (x.Exists != y.Exists)
            return x.Exists ? -1 : 1; // whoever lacks the property comes last, whatever the order
        if (!x.Exists)
            return 0;
        var result = comparer.Compare(x.Value, y.Value);
        return descending ? -result : result;
    }

    private static IEnumerable<Part> PartsOf(PSObject input, PropertySelector selector)
    {
        var found = false;
        foreach (var value in selector.Values(input))
        {
            found = true;
            yield return new Part(value.Exception is null, value.Result);
        }
        if (!found)
            yield return new Part(false, null);
    }
}
