using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>Looks a key up in a set as the kernel does.</summary>
internal static class SetMembership
{
    /// <summary>Whether the set has it, and the element that does; null where the key is not known well enough.</summary>
    internal static (bool? IsIn, NfSetElement? Element) Look(NfSetContents contents, PartialBytes key)
    {
        var plain = contents.Elements.Where(element => !element.IsCatchAll).ToList();
        var (isIn, found) = contents.Set.Flags.HasFlag(NfSetFlags.Interval) && plain.TrueForAll(element => element.KeyEnd is null)
            ? InIntervals(contents.Set, plain, key)
            : Among(contents.Set, plain, key);
        return isIn == false && contents.Elements.FirstOrDefault(element => element.IsCatchAll) is { } others ? (true, others) : (isIn, found);
    }

    /// <summary>Ranges begin at one element and end before another; the last one up to the key tells.</summary>
    private static (bool? IsIn, NfSetElement? Element) InIntervals(NfSet set, List<NfSetElement> elements, PartialBytes key)
    {
        if (!key.IsKnown)
            return elements.Count == 0 ? (false, null) : (null, null);
        if (elements.Exists(element => element.Key.Length != set.KeyLength))
            return (null, null);
        NfSetElement? last = null;
        foreach (var element in elements)
        {
            if (key.CompareTo(element.Key.Span) < 0)
                continue;
            var order = last is null ? 1 : element.Key.Span.SequenceCompareTo(last.Key.Span);
            if (order > 0 || (order == 0 && !element.EndsInterval))
                last = element;
        }
        return last is { EndsInterval: false } ? (true, last) : (false, null);
    }

    private static (bool? IsIn, NfSetElement? Element) Among(NfSet set, List<NfSetElement> elements, PartialBytes key)
    {
        var isUnsure = false;
        foreach (var element in elements)
        {
            var fits = element.Key.Length > key.Length ? null : element.KeyEnd is { } end ? Within(set, element.Key, end, key) : key.BeginWith(element.Key.Span);
            if (fits == true)
                return isUnsure ? (null, null) : (true, element);
            isUnsure |= fits is null;
        }
        return isUnsure ? (null, null) : (false, null);
    }

    /// <summary>Each value of a concatenation lies in its own range.</summary>
    private static bool? Within(NfSet set, NfBytes from, NfBytes to, PartialBytes key)
    {
        bool? all = true;
        var start = 0;
        foreach (var length in set.FieldLengths.Count > 0 ? set.FieldLengths : [(uint)from.Length])
        {
            if (start + length > from.Length || from.Length != to.Length)
                return null;
            var field = key.Slice(start, (int)length);
            all &= Conditions.InRange(field, from.Span.Slice(start, (int)length), to.Span.Slice(start, (int)length));
            start += ((int)length + 3) / 4 * 4;
        }
        return all;
    }
}
