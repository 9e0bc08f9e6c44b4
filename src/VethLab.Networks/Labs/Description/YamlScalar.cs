using System.Globalization;
using System.Text.RegularExpressions;

namespace VethLab.Networks.Labs.Description;

/// <summary>
/// What a plain scalar of YAML stands for, by the core schema of YAML 1.2 (section 10.3.2): nothing, a truth value, a number, or else a text. So no, off, 02:00:00:00:00:01
/// and 12:30 are texts, which they were not in YAML 1.1.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>Null, a boolean, a long, a double, or the text itself. A whole number too large for a long is a double, as in JSON.</summary>
    internal static object? ValueOf(string plain)
    {
        switch (plain)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
        }
        if (Whole().IsMatch(plain))
            return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(plain, CultureInfo.InvariantCulture);
        if (Octal().IsMatch(plain))
            return InBase(plain.AsSpan(2), 8);
        if (Hexadecimal().IsMatch(plain))
            return InBase(plain.AsSpan(2), 16);
        if (Infinite().IsMatch(plain))
            return plain[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return Fraction().IsMatch(plain) ? double.Parse(plain, CultureInfo.InvariantCulture) : plain;
    }

    private static object InBase(ReadOnlySpan<char> digits, int radix)
    {
        long value = 0;
        foreach (var digit in digits)
        {
            if (value > (long.MaxValue >> 4))
                return double.PositiveInfinity;
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }
        return value;
    }

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^0o[0-7]+\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^0x[0-9a-fA-F]+\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)\z")]
    private static partial Regex Infinite();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();
}
