using System.Globalization;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>The `%` letters of date(1).</summary>
internal static class UnixDateFormat
{
    internal static string Apply(DateTime date, string format)
    {
        var result = new StringBuilder();
        var start = format.StartsWith('+') ? 1 : 0;
        for (var i = start; i < format.Length; i++)
            if (format[i] == '%' && i + 1 < format.Length)
                result.Append(Field(date, format[++i]));
            else
                result.Append(format[i]);
        return result.ToString();
    }

    private static string Field(DateTime date, char letter)
    {
        string Net(string format) => date.ToString(format, CultureInfo.CurrentCulture);
        return letter switch
        {
            'A' => Net("dddd"),
            'a' => Net("ddd"),
            'B' => Net("MMMM"),
            'b' or 'h' => Net("MMM"),
            'C' => (date.Year / 100).ToString("00", CultureInfo.InvariantCulture),
            'c' => Net("ddd dd MMM yyyy HH:mm:ss"),
            'D' or 'x' => Net("MM/dd/yy"),
            'd' => Net("dd"),
            'e' => date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'F' => Net("yyyy-MM-dd"),
            'H' => Net("HH"),
            'I' => Net("hh"),
            'j' => date.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'M' => Net("mm"),
            'm' => Net("MM"),
            'n' => "\n",
            'p' => Net("tt"),
            'R' => Net("HH:mm"),
            'r' => Net("hh:mm:ss tt"),
            'S' => Net("ss"),
            's' => new DateTimeOffset(date).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'T' or 'X' => Net("HH:mm:ss"),
            't' => "\t",
            'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'V' => ISOWeek.GetWeekOfYear(date).ToString("00", CultureInfo.InvariantCulture),
            'w' => ((int)date.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'Y' => Net("yyyy"),
            'y' => Net("yy"),
            'Z' => Net("zz"),
            '%' => "%",
            _ => $"%{letter}",
        };
    }
}
