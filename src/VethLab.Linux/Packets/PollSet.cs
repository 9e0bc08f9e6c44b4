using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// A fixed set of descriptors to wait for with poll(2). They cannot be closed while the set exists. Dispose lets them go.
/// </summary>
internal sealed class PollSet : IDisposable
{
    private readonly List<SafeHandle> held = [];
    private readonly Libc.PollDescriptor[] entries;

    internal PollSet(params ReadOnlySpan<SafeHandle> descriptors)
    {
        entries = new Libc.PollDescriptor[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++)
        {
            var added = false;
            descriptors[i].DangerousAddRef(ref added);
            held.Add(descriptors[i]);
            entries[i] = new Libc.PollDescriptor { Descriptor = (int)descriptors[i].DangerousGetHandle(), Events = Libc.POLLIN };
        }
    }

    /// <summary>
    /// Waits until one of the descriptors is readable or in error, or the time is over; a signal handler ends the wait early.
    /// A negative time waits without end. The time is rounded up to milliseconds, so that no caller spins. Returns whether one is ready.
    /// </summary>
    /// <exception cref="LinuxException">poll(2) failed.</exception>
    internal bool Wait(TimeSpan timeout)
    {
        var milliseconds = timeout < TimeSpan.Zero ? -1 : (int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue);
        var ready = Libc.Poll(entries, (nuint)entries.Length, milliseconds);
        if (ready < 0 && !Libc.Interrupted)
            throw LinuxException.Last("wait for a descriptor");
        return ready > 0;
    }

    /// <summary>Waits at that place also until something can be written: a connection has come about, connect(2).</summary>
    internal void AlsoWritable(int index) => entries[index].Events |= Libc.POLLOUT;

    /// <summary>Whether the last wait found something to read, or an error, at the descriptor of that place.</summary>
    internal bool IsReady(int index) => entries[index].ReturnedEvents != 0;

    /// <summary>Whether the last wait found an error at the descriptor of that place.</summary>
    internal bool IsInError(int index) => (entries[index].ReturnedEvents & Libc.POLLERR) != 0;

    /// <summary>Whether waits heed the descriptor of that place.</summary>
    internal void Heed(int index, bool isHeeded)
    {
        // A negative number is passed over: poll(2).
        entries[index].Descriptor = isHeeded ? (int)held[index].DangerousGetHandle() : -1;
        entries[index].ReturnedEvents = 0;
    }

    public void Dispose()
    {
        foreach (var descriptor in held)
            descriptor.DangerousRelease();
        held.Clear();
    }
}
