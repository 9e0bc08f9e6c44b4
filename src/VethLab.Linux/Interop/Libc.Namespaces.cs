using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>Namespaces and mounts: setns(2), unshare(2), mount(2), umount2(2).</summary>
internal static partial class Libc
{
    internal const int CLONE_NEWNS = 0x00020000;
    internal const int CLONE_NEWNET = 0x40000000;

    internal const ulong MS_BIND = 4096;
    internal const ulong MS_REC = 16384;
    internal const ulong MS_SLAVE = 1 << 19;
    internal const ulong MS_SHARED = 1 << 20;
    internal const int MNT_DETACH = 2;

    // include/uapi/linux/nsfs.h: _IO(0xb7, 0x3)
    internal const nuint NS_GET_NSTYPE = 0xb703;

    // int setns(int fd, int nstype);
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true), MethodImpl(Untiered)]
    internal static partial int SetNs(int descriptor, int type);

    // int unshare(int flags);
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true), MethodImpl(Untiered)]
    internal static partial int Unshare(int flags);

    // int open(const char *pathname, int flags, mode_t mode);  with a path that was made ready before a namespace was entered
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true), MethodImpl(Untiered)]
    internal static unsafe partial int OpenRaw(byte* path, int flags, uint mode);

    // int mount(const char *source, const char *target, const char *filesystemtype, unsigned long mountflags, const void *data);
    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string fileSystem, ulong flags, nint data);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string fileSystem, ulong flags, string data);

    // int umount2(const char *target, int flags);
    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);
}
