using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VethLab.Linux.Interop;

/// <summary>Starting, watching and ending processes: posix_spawn(3), waitpid(2), pidfd_open(2).</summary>
internal static partial class Libc
{
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04, POSIX_SPAWN_SETSIGMASK = 0x08, POSIX_SPAWN_SETSID = 0x80;

    /// <summary>Room for a posix_spawnattr_t, a posix_spawn_file_actions_t or a sigset_t: glibc's and musl's are 336, 80 and 128 bytes.</summary>
    internal const int OpaqueSize = 1024;

    internal const int SIGTERM = 15, SIGCONT = 18;
    internal const int WNOHANG = 1;
    internal const int O_APPEND = 0x400;
    internal const int F_GETFD = 1, FD_CLOEXEC = 1;
    internal const uint MFD_CLOEXEC = 1;

    // The same number on every architecture (asm-generic/unistd.h); C libraries have functions for them only lately.
    private const nint SYS_pidfd_send_signal = 424, SYS_pidfd_open = 434;

    // int posix_spawn(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *restrict file_actions,
    //                 const posix_spawnattr_t *restrict attrp, char *const argv[restrict], char *const envp[restrict]);
    [LibraryImport("libc", EntryPoint = "posix_spawn"), MethodImpl(Untiered)]
    internal static unsafe partial int PosixSpawn(int* process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    // int posix_spawnattr_init(posix_spawnattr_t *attr);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static unsafe partial int SpawnAttributesInit(byte* attributes);

    // int posix_spawnattr_destroy(posix_spawnattr_t *attr);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static unsafe partial int SpawnAttributesDestroy(byte* attributes);

    // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static unsafe partial int SpawnAttributesSetFlags(byte* attributes, short flags);

    // int posix_spawnattr_setsigmask(posix_spawnattr_t *restrict attr, const sigset_t *restrict sigmask);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static unsafe partial int SpawnAttributesSetMask(byte* attributes, byte* signals);

    // int posix_spawnattr_setsigdefault(posix_spawnattr_t *restrict attr, const sigset_t *restrict sigdefault);
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static unsafe partial int SpawnAttributesSetDefaults(byte* attributes, byte* signals);

    // int sigfillset(sigset_t *set);
    [LibraryImport("libc", EntryPoint = "sigfillset")]
    internal static unsafe partial int SignalsAll(byte* signals);

    // int sigemptyset(sigset_t *set);
    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    internal static unsafe partial int SignalsNone(byte* signals);

    // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static unsafe partial int SpawnActionsInit(byte* actions);

    // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static unsafe partial int SpawnActionsDestroy(byte* actions);

    // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict, int fd, const char *restrict path, int oflag, mode_t mode);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int SpawnActionsAddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions, int fd, int newfd);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static unsafe partial int SpawnActionsAddDuplicate(byte* actions, int descriptor, int number);

    // int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *file_actions, int fd);
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    internal static unsafe partial int SpawnActionsAddClose(byte* actions, int descriptor);

    // pid_t waitpid(pid_t pid, int *wstatus, int options);
    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitProcess(int process, out int status, int options);

    // int fcntl(int fd, int cmd, ...);
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int FileControl(int descriptor, int command, nint argument);

    // int memfd_create(const char *name, unsigned int flags);
    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemoryFile(string name, uint flags);

    // ssize_t pread(int fd, void buf[.count], size_t count, off_t offset);
    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(FileDescriptor descriptor, Span<byte> buffer, nint count, long offset);

    // off_t lseek(int fd, off_t offset, int whence);
    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(FileDescriptor descriptor, long offset, int whence);

    internal const int SEEK_END = 2;

    // int chdir(const char *path);
    [LibraryImport("libc", EntryPoint = "chdir", SetLastError = true), MethodImpl(Untiered)]
    internal static unsafe partial int ChangeDirectoryRaw(byte* path);

    // int mount(…), with texts that were made ready before a namespace was entered
    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true), MethodImpl(Untiered)]
    internal static unsafe partial int MountRaw(byte* source, byte* target, byte* fileSystem, ulong flags, byte* data);

    // long syscall(long number, ...);
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>pidfd_open(2), close-on-exec by itself; Linux 5.3.</summary>
    internal static int OpenProcess(int process) => (int)SystemCall(SYS_pidfd_open, process, 0, 0, 0);

    /// <summary>pidfd_send_signal(2); Linux 5.1.</summary>
    internal static int SendSignal(FileDescriptor process, int signal) => (int)SystemCall(SYS_pidfd_send_signal, process.DangerousGetHandle(), signal, 0, 0);
}
