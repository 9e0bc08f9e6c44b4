namespace VethLab.Tests.Support;

internal static class Allocations
{
    /// <summary>The bytes that work allocates on this thread, when everything that is made once has been made.</summary>
    internal static long Allocated(Action work)
    {
        work();
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
