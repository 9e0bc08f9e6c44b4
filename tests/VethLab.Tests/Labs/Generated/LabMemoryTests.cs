using System.Runtime.CompilerServices;
using VethLab.Tests.Support;

namespace VethLab.Tests.Labs.Generated;

/// <summary>What a lab takes of the heap, which is the same on a slow machine.</summary>
[Collection(Alone.Name)]
public sealed class LabMemoryTests : IDisposable
{
    private const int Nodes = 300;

    private readonly LabRig rig = new();

    [Fact]
    public void A_node_takes_few_bytes_while_the_lab_is_composed_and_none_when_it_is_gone()
    {
        _ = HeapAtLastStep();
        var before = GC.GetTotalMemory(true);

        var composing = Math.Min(HeapAtLastStep(), HeapAtLastStep()) - before;
        var after = GC.GetTotalMemory(true) - before;

        // The goal is 4 KiB. A node needs its description, the handles of its namespace, three steps, and what is read of it meanwhile; command lines alone would be 2 KiB more.
        Assert.InRange(composing / Nodes, 1024, 4096);
        // Of two labs. What is not theirs, such as buffers of threads, changes by some ten KiB.
        Assert.InRange(after / (2 * Nodes), -192, 192);
    }

    /// <summary>The bytes in use, garbage not counted, when all but the last step of a star is done. Nothing of it is left when this returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long HeapAtLastStep()
    {
        var reading = Described.Read($"{{ 'name': 'rt-memory', 'bridges': {{ 'br01': {{ 'subnet': '10.77.0.0/16', 'count': {Nodes}, 'prefix': 'rt-' }} }} }}");
        var heap = 0L;
        using (var plan = rig.Plan(reading.Description!))
        {
            var left = plan.Steps.Count;
            plan.Plan.Run(_ => heap = --left == 0 ? GC.GetTotalMemory(true) : 0);
        }
        GC.KeepAlive(reading);
        LabRig.Remove("rt-memory");
        return heap;
    }

    public void Dispose() => rig.Dispose();
}
