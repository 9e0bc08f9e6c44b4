using VethLab.Linux.Packets;

namespace VethLab.Networks.Capture;

/// <summary>What to capture, whichever interfaces it is on.</summary>
public sealed record CaptureSettings
{
    /// <summary>Tests that VethLab compiles itself.</summary>
    public PacketFilter Filter { get; init; } = new();

    /// <summary>What else has to hold, in tcpdump's language; null: nothing.</summary>
    public string? Expression { get; init; }

    /// <summary>Bytes kept of each packet.</summary>
    public int SnapLength { get; init; } = 262144;

    /// <summary>Also take what is for others: a bridge shows what it passes from port to port only so.</summary>
    public bool Promiscuous { get; init; } = true;

    /// <summary>Bytes of the ring that each interface's packets wait in until they are taken; null: much, and less where there are many.</summary>
    public int? RingBytes { get; init; }
}
