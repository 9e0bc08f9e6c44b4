using BenchmarkDotNet.Attributes;

namespace VethLab.Wire;

/// <summary>Lists of the kernel's, of some hundred messages.</summary>
public class ListBenchmarks
{
    [ParamsSource(nameof(Lists))]
    public KernelList Subject { get; set; } = null!;

    public static IEnumerable<KernelList> Lists { get; } = [.. KernelList.All(WireLab.Current.Socket)];

    [Benchmark(Description = "read")]
    public object? Read() => Subject.Decode();

    [Benchmark(Description = "asked of the kernel and read")]
    public object? Ask() => Subject.Ask();
}
