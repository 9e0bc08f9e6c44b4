using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VethLab.Linux.Route;

/// <summary>
/// An address and the length of its network's prefix in bits, in CIDR notation (RFC 4632): 192.168.88.11/24. The address may have host
/// bits, as an interface's has; <see cref="Network"/> has none.
/// </summary>
public sealed record IPPrefix
{
    /// <summary>Pairs an address with a prefix length from 0 to 32 or 128.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is impossible for the address's family.</exception>
    public IPPrefix(IPAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, BitsOf(address));
        // A scope id belongs to where an address is used, not to the address.
        Address = address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;
        Length = length;
    }

    public IPAddress Address { get; }

    /// <summary>Prefix length in bits.</summary>
    public int Length { get; }

    public AddressFamily Family => Address.AddressFamily;

    /// <summary>The number of bits in an address of a family: 32 or 128.</summary>
    public static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    /// <summary>The prefix with all host bits cleared: 192.168.88.0/24.</summary>
    public IPPrefix Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] &= MaskByte(i);
            return new IPPrefix(new IPAddress(bytes), Length);
        }
    }

    /// <summary>Whether an address of the same family lies in this network.</summary>
    public bool Contains(IPAddress other)
    {
        if (other.AddressFamily != Family)
            return false;
        Span<byte> mine = stackalloc byte[16];
        Span<byte> its = stackalloc byte[16];
        _ = Address.TryWriteBytes(mine, out var length);
        _ = other.TryWriteBytes(its, out _);
        for (var i = 0; i < length; i++)
        {
            if (((mine[i] ^ its[i]) & MaskByte(i)) != 0)
                return false;
        }
        return true;
    }

    /// <summary>IPv4's broadcast address; null for IPv6 and for prefixes without one (/31 of RFC 3021, /32).</summary>
    public IPAddress? Broadcast
    {
        get
        {
            if (Family != AddressFamily.InterNetwork || Length > 30)
                return null;
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] |= (byte)~MaskByte(i);
            return new IPAddress(bytes);
        }
    }

    /// <summary>Byte number <paramref name="index"/> of the network mask.</summary>
    private byte MaskByte(int index) => (byte)(0xff00 >> Math.Clamp(Length - (8 * index), 0, 8));

    /// <summary>Reads ADDRESS/LENGTH. IPv4 addresses need all four parts: 10.1/16 means different things to different tools.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPPrefix? prefix)
    {
        prefix = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !TryParseAddress(text![..slash], out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > BitsOf(address))
        {
            return false;
        }
        prefix = new IPPrefix(address, length);
        return true;
    }

    /// <summary>Reads an address in full: four decimal parts, or IPv6.</summary>
    public static bool TryParseAddress([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text is not null
            && IPAddress.TryParse(text, out address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 ? !text.Contains('[', StringComparison.Ordinal) : IsDotted(text));
    }

    private static bool IsDotted(string text) => text.Split('.') is { Length: 4 } parts
        && Array.TrueForAll(parts, part => part is "0" || (part.Length is > 0 and <= 3 && part[0] != '0' && part.All(char.IsAsciiDigit)));

    public override string ToString() => $"{Address}/{Length}";
}
