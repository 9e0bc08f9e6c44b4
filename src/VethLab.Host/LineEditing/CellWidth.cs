using System.Globalization;
using System.Text;

namespace VethLab.Host.LineEditing;

/// <summary>How many columns of a terminal a character takes.</summary>
internal static class CellWidth
{
    /// <summary>0 for combining marks, 2 for East Asian wide characters and emoji, else 1.</summary>
    internal static int Of(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return IsWide(rune.Value) ? 2 : 1;
    }

    internal static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The blocks of Unicode's EastAsianWidth.txt that are W or F, roughly.</summary>
    private static bool IsWide(int code) => code is
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0x303e) or (>= 0x3041 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3)
        or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6)
        or (>= 0x1f300 and <= 0x1f64f) or (>= 0x1f900 and <= 0x1f9ff) or (>= 0x20000 and <= 0x3fffd);
}
