using Microsoft.Win32.SafeHandles;

namespace VethLab.Linux.Interop;

/// <summary>An open file descriptor, closed when disposed. Always opened close-on-exec.</summary>
public sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    public FileDescriptor() : base(ownsHandle: true)
    {
    }

    public FileDescriptor(int descriptor) : this() => SetHandle(descriptor);

    /// <summary>close(2). EINTR is not retried: on Linux the descriptor is closed all the same.</summary>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
