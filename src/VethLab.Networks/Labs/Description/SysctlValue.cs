using System.Globalization;

namespace VethLab.Networks.Labs.Description;

/// <summary>The value of a sysctl as the kernel shows it: numbers in decimal, whatever stands between them as one space.</summary>
internal static class SysctlValue
{
    internal static string Plain(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number));

    /// <summary>As strtol(3) reads it, by which the kernel takes 0x10 and 020 for 16.</summary>
    private static string Number(string word)
    {
        var (sign, digits) = word is ['-', ..] ? ("-", word[1..]) : (string.Empty, word);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? sign + hex.ToString(CultureInfo.InvariantCulture) : word;
        if (digits.Length is < 2 or > 20 || digits[0] != '0' || digits.Any(digit => digit is < '0' or > '7'))
            return word;
        return sign + digits.Aggregate(0UL, (number, digit) => (number * 8) + (ulong)(digit - '0')).ToString(CultureInfo.InvariantCulture);
    }
}
