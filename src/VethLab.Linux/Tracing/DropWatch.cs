using System.Globalization;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Tracing;

/// <summary>
/// Sees where the kernel drops packets of IP on the whole machine, and by which buffers packets come past interfaces, from its making on. For root.
/// Dispose ends it and leaves nothing.
/// </summary>
public sealed class DropWatch : IDisposable
{
    /// <summary>PROC_PID_INIT_INO (include/uapi/linux/nsfs.h).</summary>
    private const string FirstPidNamespace = "pid:[4026531836]";

    private readonly TraceInstance instance = new();
    private readonly long clockOffset;

    /// <param name="interfaces">Names of interfaces that are looked at, in all namespaces.</param>
    /// <param name="etherType">Of the packets that are looked at when they are dropped: IPv4 or IPv6 (include/uapi/linux/if_ether.h).</param>
    /// <exception cref="LinuxException">EPERM, EACCES: not permitted; ENODEV: the kernel has no tracefs; ENOENT: it does not know one of the events.</exception>
    public DropWatch(IReadOnlyCollection<string> interfaces, ushort etherType)
    {
        try
        {
            instance.Write("trace_clock", "mono");
            clockOffset = ClockOffset();
            instance.Enable("skb/kfree_skb", $"protocol == {etherType}");
            // A name is quoted for the filter's language; one with a quote in it has to do without.
            var named = interfaces.Where(name => !name.Contains('"', StringComparison.Ordinal)).Select(name => $"name == \"{name}\"").ToList();
            if (named.Count == 0)
                return;
            instance.Enable("net/net_dev_queue", string.Join(" || ", named));
            instance.Enable("net/netif_receive_skb", string.Join(" || ", named));
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Whether there was more than there was room for: the oldest is lost.</summary>
    public bool HasLost { get; private set; }

    /// <summary>The calling thread's number, as <see cref="SkbEvent.Thread"/> has it; null where that is not known, in a PID namespace.</summary>
    public static int? CallingThread => new FileInfo("/proc/self/ns/pid").LinkTarget == FirstPidNamespace
        ? int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), CultureInfo.InvariantCulture)
        : null;

    /// <summary>What was seen until now, in the order of time.</summary>
    public IReadOnlyList<SkbEvent> Read()
    {
        var events = new List<SkbEvent>();
        foreach (var line in instance.ReadLines())
        {
            if (line.StartsWith('#'))
                HasLost |= SkbEventText.TellsOfLoss(line);
            else if (SkbEventText.Read(line, clockOffset) is { } read)
                events.Add(read);
        }
        return events;
    }

    public void Dispose() => instance.Dispose();

    /// <summary>From the clock of the trace to that of captures. Of several readings, the one that nothing came between.</summary>
    private static long ClockOffset()
    {
        var (best, offset) = (long.MaxValue, 0L);
        for (var i = 0; i < 5; i++)
        {
            var before = Libc.MonotonicNanoseconds();
            var real = Libc.RealTimeNanoseconds();
            var took = Libc.MonotonicNanoseconds() - before;
            if (took < best)
                (best, offset) = (took, real - before - (took / 2));
        }
        return offset;
    }
}
