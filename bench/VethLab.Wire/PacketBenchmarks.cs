using BenchmarkDotNet.Attributes;
using VethLab.Linux.Packets;

namespace VethLab.Wire;

/// <summary>Packets of some protocols.</summary>
public class PacketBenchmarks
{
    [ParamsSource(nameof(Packets))]
    public RecordedPacket Subject { get; set; } = null!;

    public static IEnumerable<RecordedPacket> Packets { get; } = [.. PacketRecorder.Record(WireLab.Current)];

    [Benchmark(Description = "taken apart")]
    public object Decode() => PacketDecoder.Decode(Subject.Frame, RecordedPacket.Link);

    [Benchmark(Description = "and in a line")]
    public object Describe() => PacketDecoder.Decode(Subject.Frame, RecordedPacket.Link).Summary;
}
