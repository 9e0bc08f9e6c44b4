namespace VethLab.Linux.Packets;

/// <summary>
/// Goes through TCP options (RFC 9293 section 3.1): u8 kind, and except for kinds 0 and 1 a u8 length that counts both. Ends after kind 0, since
/// padding follows, and at the first impossible length.
/// </summary>
internal ref struct TcpOptionWalk(ReadOnlySpan<byte> options)
{
    internal const byte End = 0;
    internal const byte NoOperation = 1;

    private ReadOnlySpan<byte> rest = options;

    internal byte Kind { get; private set; }

    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The option that it has come to has an impossible length.</summary>
    internal bool IsBad { get; private set; }

    internal bool MoveNext()
    {
        if (rest.IsEmpty || IsBad)
            return false;
        Kind = rest[0];
        Value = default;
        if (Kind is End or NoOperation)
        {
            rest = Kind == End ? default : rest[1..];
            return true;
        }
        if (rest.Length < 2 || rest[1] < 2 || rest[1] > rest.Length)
        {
            IsBad = true;
            return true;
        }
        Value = rest[2..rest[1]];
        rest = rest[rest[1]..];
        return true;
    }

    /// <summary>The kind of the option whose length is impossible; null where all are well.</summary>
    internal static byte? Fault(ReadOnlySpan<byte> options)
    {
        var walk = new TcpOptionWalk(options);
        while (walk.MoveNext())
        {
            if (walk.IsBad)
                return walk.Kind;
        }
        return null;
    }
}
