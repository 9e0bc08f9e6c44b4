using VethLab.Linux.Packets;

namespace VethLab.Tests.Packets;

/// <summary>One frame of <see cref="RecordedFrames"/>.</summary>
internal sealed record RecordedFrame(string Line, IReadOnlyDictionary<string, string> Fields, byte[] Data)
{
    internal static IReadOnlyList<RecordedFrame> All { get; } = Parse();

    internal CapturedFrame Captured(int? length = null) => Capture(Data.AsSpan(0, length ?? Data.Length).ToArray(), Data.Length);

    internal NetPacket Decode() => PacketDecoder.Decode(Captured(), "va");

    internal static CapturedFrame Capture(
        byte[] data, int originalLength, LinkType linkType = LinkType.Ethernet, ushort etherType = 0) => new()
    {
        TimestampNanoseconds = 1_700_000_000_123_456_789,
        InterfaceIndex = 2,
        Direction = PacketDirection.Incoming,
        LinkType = linkType,
        EtherType = etherType,
        Data = data,
        OriginalLength = originalLength,
    };

    private static List<RecordedFrame> Parse()
    {
        var names = RecordedFrames.Fields.Split(' ');
        var lines = RecordedFrames.Text.Split('\n');
        var frames = new List<RecordedFrame>();
        for (var i = 0; i + 2 < lines.Length; i += 3)
        {
            var values = lines[i + 1].Split('|');
            Assert.Equal(names.Length, values.Length);
            frames.Add(new RecordedFrame(
                lines[i],
                names.Zip(values).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second),
                Convert.FromHexString(lines[i + 2])));
        }
        return frames;
    }
}
