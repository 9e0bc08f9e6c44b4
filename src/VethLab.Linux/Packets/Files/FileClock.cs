namespace VethLab.Linux.Packets;

/// <summary>How an interface of a pcapng file counts time (if_tsresol, if_tsoffset).</summary>
internal readonly record struct FileClock()
{
    /// <summary>Units of a second: 10 to this power, or 2 to the power of the lower seven bits where the highest one is set.</summary>
    internal byte Resolution { get; init; } = 6;

    internal long OffsetSeconds { get; init; }

    /// <summary>In nanoseconds since 1970; what is beyond 64 bits comes to an end there.</summary>
    internal long ToNanoseconds(ulong units)
    {
        var power = Resolution & 0x7f;
        var perSecond = (Resolution & 0x80) != 0 ? Math.Pow(2, power) : Math.Pow(10, power);
        if (perSecond is 1e9 && OffsetSeconds == 0)
            return (long)Math.Min(units, long.MaxValue);
        UInt128 nanoseconds = perSecond <= 1e18 ? (UInt128)units * 1_000_000_000 / (UInt128)perSecond : 0;
        var sum = (Int128)nanoseconds + ((Int128)OffsetSeconds * 1_000_000_000);
        return (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
    }
}
