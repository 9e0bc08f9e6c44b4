namespace VethLab.Networks.Labs.Description;

/// <summary>The order of names that people expect: ns2 before ns10.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    internal static readonly NaturalOrder Names = new();

    public int Compare(string? one, string? other)
    {
        var (x, y) = (one ?? string.Empty, other ?? string.Empty);
        var (i, j) = (0, 0);
        while (i < x.Length && j < y.Length)
        {
            var numberX = Digits(x, i);
            var numberY = Digits(y, j);
            var order = numberX.Length > 0 && numberY.Length > 0 ? CompareNumbers(numberX, numberY) : x[i].CompareTo(y[j]);
            if (order != 0)
                return order;
            i += Math.Max(1, numberX.Length);
            j += Math.Max(1, numberY.Length);
        }
        var rest = (x.Length - i).CompareTo(y.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Digits(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return text.AsSpan(start, end - start);
    }

    private static int CompareNumbers(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        x = x.TrimStart('0');
        y = y.TrimStart('0');
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.CompareTo(y, StringComparison.Ordinal);
    }
}
