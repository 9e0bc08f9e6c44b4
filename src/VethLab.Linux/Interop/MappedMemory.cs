using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>Memory that is shared with the kernel by way of a descriptor, readable and writable (mmap(2)). Unmapped when disposed.</summary>
internal sealed class MappedMemory : SafeHandle
{
    private readonly nuint length;

    /// <exception cref="LinuxException">The kernel does not map it.</exception>
    internal MappedMemory(FileDescriptor descriptor, nuint length) : base(Libc.MAP_FAILED, ownsHandle: true)
    {
        this.length = length;
        var address = Libc.MapMemory(0, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor, 0);
        if (address == Libc.MAP_FAILED)
            throw LinuxException.Last("map a socket's memory");
        SetHandle(address);
    }

    public override bool IsInvalid => handle == Libc.MAP_FAILED;

    /// <summary>Where it begins. Good until disposal.</summary>
    internal unsafe byte* Start => (byte*)handle;

    protected override bool ReleaseHandle() => Libc.UnmapMemory(handle, length) == 0;
}
