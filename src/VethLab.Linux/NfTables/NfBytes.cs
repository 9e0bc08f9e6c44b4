namespace VethLab.Linux.NfTables;

/// <summary>Bytes that do not change and compare by what they are.</summary>
public readonly struct NfBytes : IEquatable<NfBytes>
{
    private readonly byte[]? bytes;

    /// <summary>A copy of what is given.</summary>
    public NfBytes(ReadOnlySpan<byte> value) => bytes = value.ToArray();

    public int Length => Span.Length;

    public ReadOnlySpan<byte> Span => bytes;

    public byte[] ToArray() => Span.ToArray();

    public bool Equals(NfBytes other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is NfBytes other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(NfBytes left, NfBytes right) => left.Equals(right);

    public static bool operator !=(NfBytes left, NfBytes right) => !left.Equals(right);

    /// <summary>Hexadecimal digits, as in 0xc0a858.</summary>
    public override string ToString() => "0x" + Convert.ToHexString(Span).ToLowerInvariant();
}
