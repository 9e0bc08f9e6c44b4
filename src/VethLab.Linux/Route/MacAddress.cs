using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VethLab.Linux.Netlink;

namespace VethLab.Linux.Route;

/// <summary>A 48-bit link-layer address, written as six pairs of hexadecimal digits: 02:42:ac:11:00:02.</summary>
public readonly record struct MacAddress : IComparable<MacAddress>
{
    private readonly ulong value;

    private MacAddress(ulong value) => this.value = value;

    /// <summary>Takes six bytes in transmission order.</summary>
    /// <exception cref="ArgumentException">Not six bytes.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 6)
            throw new ArgumentException($"a MAC address has 6 bytes, not {bytes.Length}", nameof(bytes));
        foreach (var b in bytes)
            value = (value << 8) | b;
    }

    /// <summary>The multicast bit (IEEE 802): such an address cannot be an interface's own.</summary>
    public bool IsMulticast => ((value >> 40) & 1) != 0;

    /// <summary>Whether all bits are zero, which no interface may have either.</summary>
    public bool IsZero => value == 0;

    /// <summary>A random, locally administered unicast address, as the kernel's eth_random_addr makes them.</summary>
    public static MacAddress Random()
    {
        var random = (ulong)System.Random.Shared.NextInt64(1L << 48);
        return new MacAddress((random & ~(0x01UL << 40)) | (0x02UL << 40));
    }

    /// <summary>The six bytes in transmission order.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[6];
        for (var i = 0; i < 6; i++)
            bytes[i] = (byte)(value >> (40 - (8 * i)));
        return bytes;
    }

    /// <summary>Writes the six bytes as an attribute.</summary>
    internal void Write(NetlinkWriter writer, int type)
    {
        // Big-endian, and the number's first two bytes are none of the address's.
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        writer.PutBytes(type, bytes[2..]);
    }

    /// <summary>Reads 02:42:ac:11:00:02, 02-42-AC-11-00-02 or 0242ac110002.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static MacAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no MAC address; six pairs of hexadecimal digits are, as 02:42:ac:11:00:02");

    /// <summary>As <see cref="Parse"/>, but says whether it could.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is null)
            return false;
        var separated = text.Length == 17 && text[2] is ':' or '-';
        if (separated)
        {
            for (var i = 2; i < 17; i += 3)
            {
                if (text[i] != text[2])
                    return false;
            }
        }
        var digits = separated ? text.Replace(text[2].ToString(), string.Empty, StringComparison.Ordinal) : text;
        if (digits.Length != 12 || !ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        address = new MacAddress(value);
        return true;
    }

    public int CompareTo(MacAddress other) => value.CompareTo(other.value);

    public override string ToString() => string.Create(17, value, static (span, value) =>
    {
        for (var i = 0; i < 6; i++)
        {
            var b = (byte)(value >> (40 - (8 * i)));
            span[3 * i] = Hex(b >> 4);
            span[(3 * i) + 1] = Hex(b & 15);
            if (i < 5)
                span[(3 * i) + 2] = ':';
        }
    });

    private static char Hex(int digit) => (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    public static bool operator <(MacAddress left, MacAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(MacAddress left, MacAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(MacAddress left, MacAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MacAddress left, MacAddress right) => left.CompareTo(right) >= 0;
}
