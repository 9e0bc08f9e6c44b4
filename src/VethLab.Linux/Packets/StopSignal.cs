using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// Ends a wait for packets at once, from any thread: an eventfd(2) that the waiting call polls beside its socket. No timer and no pool
/// thread is involved. Once set it stays set. Dispose closes it.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly FileDescriptor descriptor;
    private readonly CancellationTokenRegistration registration;
    private volatile bool isSet;

    /// <summary>A signal that is set by <see cref="Set"/>, and when the token is cancelled.</summary>
    /// <exception cref="LinuxException">EMFILE or ENFILE: no descriptor is left.</exception>
    public StopSignal(CancellationToken cancellation = default)
    {
        descriptor = new FileDescriptor(Libc.EventFd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK));
        if (descriptor.IsInvalid)
            throw LinuxException.Last("create an event descriptor");
        registration = cancellation.UnsafeRegister(static signal => ((StopSignal)signal!).Set(), this);
    }

    /// <summary>Whether the signal has been set.</summary>
    public bool IsSet => isSet;

    internal FileDescriptor Descriptor => descriptor;

    /// <summary>Wakes whoever waits, now and from now on.</summary>
    public void Set()
    {
        isSet = true;
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        // It can only fail when the counter is full, and then the descriptor is readable already.
        _ = Libc.Write(descriptor, one);
    }

    public void Dispose()
    {
        // Waits for a Set that the token is just calling, so that it never writes to a closed descriptor.
        registration.Dispose();
        descriptor.Dispose();
    }
}
