using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>An open network namespace: keeps it alive and is the way into it (namespaces(7), ioctl_nsfs(2)). Dispose closes it.</summary>
public sealed class NamespaceHandle : IDisposable
{
    private NamespaceHandle(FileDescriptor descriptor, string origin)
    {
        Descriptor = descriptor;
        if (Libc.Statx(descriptor, string.Empty, Libc.AT_EMPTY_PATH, Libc.STATX_INO, out var status) != 0)
            throw LinuxException.Last($"identify {origin}");
        Inode = status.Inode;
    }

    internal FileDescriptor Descriptor { get; }

    /// <summary>Inode number of the namespace's file; unique among the namespaces that live at one time.</summary>
    public ulong Inode { get; }

    /// <summary>Where other programs find it while it is open here, below /proc (proc(5), /proc/PID/fd).</summary>
    public string DescriptorPath => $"/proc/{Environment.ProcessId}/fd/{Descriptor.DangerousGetHandle()}";

    /// <summary>The calling thread's network namespace. Not the process's: /proc/self/ns is the main thread's.</summary>
    public static NamespaceHandle OpenCurrent() => Open("/proc/thread-self/ns/net");

    /// <summary>The network namespace that a process's main thread is in.</summary>
    /// <exception cref="LinuxException">ESRCH or ENOENT: no such process; EACCES: it is somebody else's.</exception>
    public static NamespaceHandle OpenProcess(int processId) => Open($"/proc/{processId}/ns/net");

    /// <summary>Opens a namespace's file, such as one below /run/netns.</summary>
    /// <exception cref="LinuxException">ENOENT: no such file; EINVAL: it is no network namespace.</exception>
    public static NamespaceHandle Open(string path)
    {
        var descriptor = new FileDescriptor(Libc.Open(path, Libc.O_RDONLY));
        if (descriptor.IsInvalid)
            throw LinuxException.Last($"open {path}");
        return Adopt(descriptor, path);
    }

    /// <summary>Takes over a descriptor; closes it when it is no network namespace.</summary>
    internal static NamespaceHandle Adopt(FileDescriptor descriptor, string origin)
    {
        if (Libc.Ioctl(descriptor, Libc.NS_GET_NSTYPE, 0) == Libc.CLONE_NEWNET)
            return new NamespaceHandle(descriptor, origin);
        descriptor.Dispose();
        throw new LinuxException($"open {origin}", Errno.EINVAL, "not a network namespace");
    }

    /// <summary>
    /// Tries to be the only handle of the namespace, in any process, that holds its lock (flock(2)); false where another one does. Only those
    /// who ask for it are kept out. It is let go by <see cref="Unlock"/>, and with the handle or the process.
    /// </summary>
    /// <exception cref="LinuxException">The kernel cannot lock the namespace's file.</exception>
    public bool TryLock()
    {
        if (Libc.FLock(Descriptor, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
            return true;
        var failure = LinuxException.Last("lock a network namespace");
        return failure.Errno is Errno.EAGAIN or Errno.EINTR ? false : throw failure;
    }

    public void Unlock() => _ = Libc.FLock(Descriptor, Libc.LOCK_UN);

    public void Dispose() => Descriptor.Dispose();
}
