using VethLab.Linux.Packets;

namespace VethLab.Wire;

/// <summary>A frame that was on a link.</summary>
public sealed class RecordedPacket
{
    private readonly string name;

    internal RecordedPacket(string name, CapturedFrame frame)
    {
        this.name = name;
        Frame = frame;
    }

    internal static CaptureLink Link { get; } = new() { Name = "br01", Index = 2, LinkType = LinkType.Ethernet, HardwareType = 1 };

    /// <summary>Bytes.</summary>
    public int Length => Frame.Data.Length;

    internal CapturedFrame Frame { get; }

    public override string ToString() => name;
}
