using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// Wakes a thread that waits for packets, from any other: an eventfd(2) that the waiting call polls beside its sockets. Unlike <see cref="StopSignal"/>
/// it can be set again and again. Dispose closes it.
/// </summary>
public sealed class WakeSignal : IDisposable
{
    /// <exception cref="LinuxException">EMFILE or ENFILE: no descriptor is left.</exception>
    public WakeSignal()
    {
        Descriptor = new FileDescriptor(Libc.EventFd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK));
        if (Descriptor.IsInvalid)
            throw LinuxException.Last("create an event descriptor");
    }

    internal FileDescriptor Descriptor { get; }

    /// <summary>Wakes the one who waits, or who waits next.</summary>
    public void Set()
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        // It can only fail when the counter is full, and then the descriptor is readable already.
        _ = Libc.Write(Descriptor, one);
    }

    public void Dispose() => Descriptor.Dispose();

    /// <summary>For the one who was woken: wait the next time.</summary>
    internal void Clear()
    {
        Span<byte> count = stackalloc byte[8];
        _ = Libc.Read(Descriptor, count);
    }
}
