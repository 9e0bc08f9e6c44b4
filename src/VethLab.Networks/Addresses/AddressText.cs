using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Addresses;

/// <summary>Reads what users write for addresses, and says exactly what is wrong with it.</summary>
public static class AddressText
{
    /// <summary>An address without a prefix length.</summary>
    /// <exception cref="NetworkException">InvalidAddress.</exception>
    public static IPAddress ParseAddress(string? text) => ParseAddress(text, text);

    private static IPAddress ParseAddress(string? text, string? whole) => IPPrefix.TryParseAddress(text, out var address)
        ? address
        : throw new NetworkException(
            NetworkError.InvalidAddress, $"'{text}' is no IP address.", whole,
            "Write four decimal numbers from 0 to 255, as 192.168.88.1, or an IPv6 address, as fd00::1.");

    /// <summary>
    /// An interface's address with its prefix length, in CIDR notation, or with the length apart.
    /// </summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidPrefixLength.</exception>
    public static IPPrefix ParsePrefix(string? text, int? prefixLength = null)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var address = ParseAddress(slash < 0 ? text : text![..slash], text);
        var bits = IPPrefix.BitsOf(address);
        var length = slash < 0 ? null : ParseLength(text!, text![(slash + 1)..], bits);
        if (length is not null && prefixLength is not null && length != prefixLength)
            throw InvalidLength(text, $"it differs from the prefix length {prefixLength} given beside it");
        return (length ?? prefixLength) switch
        {
            null => throw InvalidLength(text, $"it has no prefix length; write {address}/24, or whatever the network's length is"),
            var given when given < 0 || given > bits => throw InvalidLength(text, $"a prefix length of {given} is impossible; 0 to {bits} are possible"),
            { } given => new IPPrefix(address, given),
        };
    }

    /// <summary>A network for a route or for NAT: "default", CIDR notation, or an address alone for that host.</summary>
    /// <exception cref="NetworkException">InvalidAddress, InvalidPrefixLength.</exception>
    public static IPPrefix ParseNetwork(string text)
    {
        var prefix = text.Contains('/', StringComparison.Ordinal)
            ? ParsePrefix(text)
            : ParseAddress(text) is var host ? new IPPrefix(host, IPPrefix.BitsOf(host)) : null!;
        return prefix.Network == prefix ? prefix : throw InvalidLength(
            text, $"it has bits set behind its prefix; the network is {prefix.Network}");
    }

    private static int? ParseLength(string whole, string digits, int bits) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
            ? length
            : throw InvalidLength(whole, $"'{digits}' is no prefix length; 0 to {bits} are possible");

    private static NetworkException InvalidLength(string? text, string why) => new(
        NetworkError.InvalidPrefixLength, $"'{text}' cannot be used: {why}.", text, "Addresses are written in CIDR notation: 192.168.88.1/24.");
}
