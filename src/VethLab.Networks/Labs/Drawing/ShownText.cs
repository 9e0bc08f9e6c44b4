using System.Globalization;
using System.Text;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>
/// Text from outside, as it can be shown: names of namespaces and interfaces may have any characters, also such that move a terminal's
/// cursor or turn the direction of what follows. Measured in cells of a terminal, of which East Asian characters take two.
/// </summary>
internal static class ShownText
{
    /// <summary>Characters that are not to be seen as \xNN, \uNNNN or \UNNNNNNNN; with <paramref name="ascii"/> also those beyond ASCII.</summary>
    internal static string Of(string text, bool ascii = false)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsVisible(rune) && (!ascii || rune.IsAscii))
                shown.Append(rune.ToString());
            else
                shown.Append(rune.Value < 0x100 ? $"\\x{rune.Value:x2}" : rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
        }
        return shown.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>The number of cells that a text takes.</summary>
    internal static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Width(rune);
        return width;
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        // East Asian Wide and Fullwidth (UAX #11), and pictographs.
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f)
            or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => 1,
    };

    /// <summary>A text of at most so many cells; of a longer one beginning and end, which is what differs in names that were counted through.</summary>
    internal static string Fit(string text, int cells)
    {
        if (Width(text) <= cells)
            return text;
        if (cells < 2)
            return cells == 1 ? "…" : string.Empty;
        var runes = text.EnumerateRunes().ToList();
        var tail = Take(Enumerable.Reverse(runes), (cells - 1) / 2);
        tail.Reverse();
        var head = Take(runes, cells - 1 - tail.Sum(Width));
        return $"{string.Concat(head)}…{string.Concat(tail)}";
    }

    /// <summary>As much of the beginning of a text as so many cells hold.</summary>
    internal static string Cut(string text, int cells) =>
        Width(text) <= cells ? text : $"{string.Concat(Take(text.EnumerateRunes(), cells - 1))}…";

    private static List<Rune> Take(IEnumerable<Rune> runes, int cells)
    {
        var taken = new List<Rune>();
        foreach (var rune in runes)
        {
            cells -= Width(rune);
            if (cells < 0)
                break;
            taken.Add(rune);
        }
        return taken;
    }

    /// <summary>A text with blanks behind it, up to so many cells.</summary>
    internal static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - Width(text)));
}
