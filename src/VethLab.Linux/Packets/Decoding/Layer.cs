namespace VethLab.Linux.Packets;

/// <summary>A stretch of a frame that one decoder reads.</summary>
/// <param name="Offset">Where it begins in the frame's bytes.</param>
/// <param name="Captured">How many of its bytes are there.</param>
/// <param name="Length">How many there were on the wire, at least as many.</param>
internal readonly record struct Layer(int Offset, int Captured, int Length)
{
    /// <summary>What follows a header, which must be there.</summary>
    internal Layer After(int header) => new(Offset + header, Captured - header, Length - header);

    /// <summary>This without padding: as long as a header says.</summary>
    internal Layer Limit(int length) => new(Offset, Math.Min(Captured, length), Math.Min(Length, length));
}
