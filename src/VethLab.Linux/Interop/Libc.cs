using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>
/// Descriptors, in the C library's names. Methods that may run while a thread is switched into another namespace are
/// compiled once and for all (AggressiveOptimization): a method that still counts its calls may make the runtime start its
/// compilation thread, which would be born, and stay, in that namespace.
/// </summary>
internal static partial class Libc
{
    internal const MethodImplOptions Untiered = MethodImplOptions.AggressiveOptimization;

    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_CLOEXEC = 0x80000;
    internal static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    internal static readonly int O_TMPFILE = 0x400000 | O_DIRECTORY;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_FOLLOW = 0x400;

    // int close(int fd);
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true), MethodImpl(Untiered)]
    internal static partial int Close(int descriptor);

    // int open(const char *pathname, int flags, mode_t mode);
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenOnce(string path, int flags, uint mode);

    // int linkat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, int flags);
    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LinkAt(int oldDirectory, string oldPath, int newDirectory, string newPath, int flags);

    // int access(const char *pathname, int mode);
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    internal const int W_OK = 2;

    // int unlink(const char *pathname);
    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    // int mkdir(const char *pathname, mode_t mode);
    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectory(string path, uint mode);

    // int rmdir(const char *pathname);
    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoveDirectory(string path);

    // int fchmod(int fd, mode_t mode);
    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(FileDescriptor descriptor, uint mode);

    // int kill(pid_t pid, int sig);
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    internal const int SIGKILL = 9, SIGSTOP = 19;

    // int flock(int fd, int operation);
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int FLock(FileDescriptor descriptor, int operation);

    internal const int LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;

    // ssize_t write(int fd, const void buf[.count], size_t count);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteOnce(FileDescriptor descriptor, ReadOnlySpan<byte> buffer, nint count);

    // ssize_t read(int fd, void buf[.count], size_t count);
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadOnce(FileDescriptor descriptor, Span<byte> buffer, nint count);

    // ssize_t read(int fd, void buf[.count], size_t count);  for a thread that is in another namespace
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true), MethodImpl(Untiered)]
    internal static unsafe partial nint ReadRaw(int descriptor, byte* buffer, nint count);

    // ssize_t write(int fd, const void buf[.count], size_t count);  for a thread that is in another namespace
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true), MethodImpl(Untiered)]
    internal static unsafe partial nint WriteRaw(int descriptor, byte* buffer, nint count);

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(Span<PollDescriptor> descriptors, nuint count, int timeoutMilliseconds);

    // int eventfd(unsigned int initval, int flags);
    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    // int statx(int dirfd, const char *pathname, int flags, unsigned int mask, struct statx *statxbuf);
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(int directory, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(FileDescriptor descriptor, string path, int flags, uint mask, out FileStatus status);

    // int ioctl(int fd, unsigned long request, ...);
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(FileDescriptor descriptor, nuint request, nint argument);

    /// <summary>open(2), close-on-exec, retried when a signal interrupts it.</summary>
    internal static int Open(string path, int flags, uint mode = 0)
    {
        int descriptor;
        do descriptor = OpenOnce(path, flags | O_CLOEXEC, mode);
        while (descriptor < 0 && Interrupted);
        return descriptor;
    }

    /// <summary>One write(2), retried when a signal interrupts it; sysctls take a value in one call or not at all.</summary>
    internal static nint Write(FileDescriptor descriptor, ReadOnlySpan<byte> buffer)
    {
        nint written;
        do written = WriteOnce(descriptor, buffer, buffer.Length);
        while (written < 0 && Interrupted);
        return written;
    }

    /// <summary>One read(2), retried when a signal interrupts it.</summary>
    internal static nint Read(FileDescriptor descriptor, Span<byte> buffer)
    {
        nint count;
        do count = ReadOnce(descriptor, buffer, buffer.Length);
        while (count < 0 && Interrupted);
        return count;
    }

    internal static bool Interrupted => Marshal.GetLastPInvokeError() == (int)Errno.EINTR;

    /// <summary>struct pollfd of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        internal int Descriptor;
        internal short Events;
        internal short ReturnedEvents;
    }

    internal const short POLLIN = 1;
    internal const short POLLERR = 8;
    internal const int EFD_CLOEXEC = O_CLOEXEC;
    internal const int EFD_NONBLOCK = 0x800;

    /// <summary>The fields of struct statx (statx(2), the same on every architecture) that are used here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }

    internal const ushort S_IFMT = 0xf000;
    internal const ushort S_IFREG = 0x8000;
    internal const uint STATX_TYPE = 0x1;
    internal const uint STATX_INO = 0x100;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const int AT_NO_AUTOMOUNT = 0x800;
    internal const int AT_STATX_DONT_SYNC = 0x4000;
}
