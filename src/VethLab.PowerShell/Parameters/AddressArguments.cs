using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// Reads addresses given as text. They stay text until here, since a conversion that fails in the parameter binder has only the binder's
/// error id and no advice.
/// </summary>
internal static class AddressArguments
{
    /// <exception cref="NetworkException">InvalidAddress, InvalidPrefixLength.</exception>
    internal static IReadOnlyList<IPPrefix> Prefixes(string[] texts, int? prefixLength) =>
        texts.Select(text => AddressText.ParsePrefix(text, prefixLength)).ToList();

    /// <summary>Null stays null.</summary>
    /// <exception cref="NetworkException">InvalidAddress.</exception>
    internal static IPAddress? Address(string? text) => text is null ? null : AddressText.ParseAddress(text);

    /// <summary>As on Windows, IPv4 or IPv6, or as .NET and the objects' properties have it. Null stays null.</summary>
    /// <exception cref="NetworkException">InvalidValue.</exception>
    internal static AddressFamily? Family(string? text) => text?.ToUpperInvariant() switch
    {
        null => null,
        "IPV4" or "INTERNETWORK" => AddressFamily.InterNetwork,
        "IPV6" or "INTERNETWORKV6" => AddressFamily.InterNetworkV6,
        _ => throw new NetworkException(NetworkError.InvalidValue, $"'{text}' is no address family.", text, "Write IPv4 or IPv6."),
    };

    /// <summary>Null stays null.</summary>
    /// <exception cref="NetworkException">InvalidMacAddress.</exception>
    internal static MacAddress? Mac(string? text)
    {
        if (text is null)
            return null;
        return Linux.Route.MacAddress.TryParse(text, out var address) ? address : throw new NetworkException(
            NetworkError.InvalidMacAddress, $"'{text}' is no MAC address.", text, "Write six pairs of hexadecimal digits: 02:00:00:00:00:01.");
    }
}
