using System.Globalization;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Parameters;

/// <summary>Routing tables as ip-route(8) names them: a number, or one of the names that the kernel's own headers give (rtnetlink.h).</summary>
internal static class TableArgument
{
    internal const string Main = "main";

    /// <summary>Names that stand for every table.</summary>
    internal static bool IsAll(string text) => text == "*" || string.Equals(text, "all", StringComparison.OrdinalIgnoreCase);

    internal static string NameOf(uint table) => table switch { 253 => "default", 254 => Main, 255 => "local", _ => $"{table}" };

    /// <exception cref="NetworkException">InvalidValue.</exception>
    internal static uint Parse(string text) => text.ToLowerInvariant() switch
    {
        "default" => 253,
        Main => 254,
        "local" => 255,
        _ when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0 => number,
        _ => throw new NetworkException(
            NetworkError.InvalidValue, $"'{text}' is no routing table.", text, "Write a number from 1 to 4294967295, or main, local or default."),
    };
}
