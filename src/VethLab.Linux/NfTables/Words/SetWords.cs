using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Words;

/// <summary>Writes the sets of rules: one written in the rule itself with its elements, another as @name.</summary>
internal static class SetWords
{
    internal static string Of(string name, NfSetContents? contents, IReadOnlyList<(ValueKind Kind, uint Length)> fields) =>
        contents is null || !contents.Set.Flags.HasFlag(NfSetFlags.Anonymous) ? $"@{name}" : $"{{ {string.Join(", ", Elements(contents, fields))} }}";

    private static IEnumerable<string> Elements(NfSetContents contents, IReadOnlyList<(ValueKind Kind, uint Length)> fields)
    {
        var sorted = contents.Elements.Where(element => !element.IsCatchAll).OrderBy(element => element.Key.ToArray(), KeyOrder.Instance).ToList();
        var ranges = contents.Set.Flags.HasFlag(NfSetFlags.Interval);
        for (var i = 0; i < sorted.Count; i++)
        {
            var element = sorted[i];
            if (element.EndsInterval)
                continue;
            var key = Key(element.Key.Span, fields);
            if (element.KeyEnd is { } to)
                key = RangeOf(element.Key.Span, to.Span, fields);
            else if (ranges)
                key = RangeOf(element.Key.Span, Before(i + 1 < sorted.Count ? sorted[i + 1].Key.ToArray() : new byte[element.Key.Length]), fields);
            yield return key + Target(element);
        }
        foreach (var element in contents.Elements.Where(element => element.IsCatchAll))
            yield return "*" + Target(element);
    }

    private static string Target(NfSetElement element) => element switch
    {
        { Verdict: { Chain: { } chain } verdict } => $" : {verdict.Verdict.NftName()} {chain}",
        { Verdict: { } verdict } => $" : {verdict.Verdict.NftName()}",
        { Data: { } data } => $" : {data}",
        _ => "",
    };

    private static string Key(ReadOnlySpan<byte> key, IReadOnlyList<(ValueKind Kind, uint Length)> fields) => RangeOf(key, key, fields);

    private static string RangeOf(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, IReadOnlyList<(ValueKind Kind, uint Length)> fields)
    {
        var parts = new List<string>();
        var start = 0;
        foreach (var (kind, fieldLength) in fields)
        {
            var length = Math.Min((int)fieldLength, from.Length - start);
            var one = from.Slice(start, length);
            var other = to.Slice(start, length);
            if (one.SequenceEqual(other))
                parts.Add(ValueWords.Of(kind, one));
            else if (kind == ValueKind.Address && PrefixOf(one, other) is { } bits)
                parts.Add($"{ValueWords.Of(kind, one)}/{bits}");
            else
                parts.Add($"{ValueWords.Of(kind, one)}-{ValueWords.Of(kind, other)}");
            start += (length + 3) / 4 * 4;
        }
        return string.Join(" . ", parts);
    }

    /// <summary>The length of the prefix that has exactly the addresses of a range; null where none has.</summary>
    private static int? PrefixOf(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var bits = 0;
        while (bits < from.Length * 8 && Bit(from, bits) == Bit(to, bits))
            bits++;
        for (var rest = bits; rest < from.Length * 8; rest++)
        {
            if (Bit(from, rest) || !Bit(to, rest))
                return null;
        }
        return bits;
    }

    private static bool Bit(ReadOnlySpan<byte> bytes, int index) => (bytes[index / 8] & (0x80 >> (index % 8))) != 0;

    /// <summary>The greatest value below one; of 0 the greatest there is.</summary>
    private static byte[] Before(byte[] value)
    {
        for (var i = value.Length - 1; i >= 0 && value[i]-- == 0; i--)
        {
        }
        return value;
    }

    private sealed class KeyOrder : IComparer<byte[]>
    {
        internal static KeyOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
