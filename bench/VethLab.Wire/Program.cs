using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using VethLab.Wire;

// VethLab.Wire RUNS FOLDER: measures each thing so often, after warming up, in this process and in namespaces without names, and writes a line for each: class,
// what, subject, its size, nanoseconds (median), bytes, separated by tabs. BenchmarkDotNet keeps what it has to say in the folder.
if (args is not [var runs, var folder] || !int.TryParse(runs, CultureInfo.InvariantCulture, out var count))
{
    Console.Error.WriteLine("usage: VethLab.Wire RUNS FOLDER");
    return 2;
}
var said = new AccumulationLogger();
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(count).WithIterationTime(TimeInterval.FromMilliseconds(100));
var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(said).AddColumnProvider(DefaultColumnProviders.Instance)
    .WithArtifactsPath(folder).WithOptions(ConfigOptions.DisableLogFile);
var failed = false;
foreach (var summary in BenchmarkRunner.Run([typeof(MessageBenchmarks), typeof(ListBenchmarks), typeof(PacketBenchmarks)], config))
{
    failed |= summary.HasCriticalValidationErrors || summary.Reports.Length == 0;
    foreach (var report in summary.Reports)
    {
        var one = report.BenchmarkCase;
        failed |= !report.Success;
        var subject = one.Parameters.Items is [var parameter, ..] ? parameter.Value : null;
        var size = subject switch { KernelList list => list.Count, RecordedPacket packet => packet.Length, _ => 1 };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{one.Descriptor.Type.Name}\t{one.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')}\t{subject}\t{size}\t{report.ResultStatistics?.Median}\t{report.GcStats.GetBytesAllocatedPerOperation(one)}"));
    }
}
if (failed)
    Console.Error.WriteLine(said.GetLog());
return failed ? 1 : 0;
