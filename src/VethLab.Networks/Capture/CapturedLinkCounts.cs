namespace VethLab.Networks.Capture;

/// <summary>What a capture has had of one interface so far.</summary>
/// <param name="Interface">namespace/interface.</param>
/// <param name="Packets">Packets that were captured.</param>
/// <param name="Dropped">Packets that the kernel lost, since they were not taken fast enough.</param>
/// <param name="Fault">Why nothing more comes; null: all is well.</param>
public sealed record CapturedLinkCounts(string Interface, long Packets, long Dropped, string? Fault)
{
    public override string ToString() => Fault is null ? $"{Interface}: {Packets}" : $"{Interface}: {Packets}, {Fault}";
}
