using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>File systems without a mount point: fsopen(2), fsconfig(2), fsmount(2), Linux 5.2; the numbers are the same everywhere. musl has no names for them.</summary>
internal static partial class Libc
{
    private const nint SYS_fsopen = 430, SYS_fsconfig = 431, SYS_fsmount = 432;
    private const nint FSOPEN_CLOEXEC = 1, FSCONFIG_CMD_CREATE = 6, FSMOUNT_CLOEXEC = 1;

    // long syscall(long number, ...);
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCallOfFive(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    // long syscall(long number, ...);
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCallOfText(nint number, string first, nint second);

    /// <summary>A file system that is mounted nowhere; it is there for as long as the descriptor is open. Below zero: the error is set.</summary>
    internal static FileDescriptor MountNowhere(string fileSystem)
    {
        using var context = new FileDescriptor((int)SystemCallOfText(SYS_fsopen, fileSystem, FSOPEN_CLOEXEC));
        if (context.IsInvalid)
            return new FileDescriptor(-1);
        var number = context.DangerousGetHandle();
        return SystemCallOfFive(SYS_fsconfig, number, FSCONFIG_CMD_CREATE, 0, 0, 0) != 0
            ? new FileDescriptor(-1)
            : new FileDescriptor((int)SystemCallOfFive(SYS_fsmount, number, FSMOUNT_CLOEXEC, 0, 0, 0));
    }
}
