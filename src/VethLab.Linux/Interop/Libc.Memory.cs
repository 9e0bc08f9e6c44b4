using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>Memory shared with the kernel: mmap(2).</summary>
internal static partial class Libc
{
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;
    internal const nint MAP_FAILED = -1;

    // void *mmap(void addr[.length], size_t length, int prot, int flags, int fd, off_t offset);
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint MapMemory(nint address, nuint length, int protection, int flags, FileDescriptor descriptor, long offset);

    // int munmap(void addr[.length], size_t length);
    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int UnmapMemory(nint address, nuint length);
}
