using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Namespaces;

/// <summary>
/// Starts a program as `ip netns exec` does (ip-netns(8)): in the network namespace, with a mount namespace of its own in which /sys shows that
/// namespace's devices and the files below /etc/netns/NAME stand in for those of /etc.
/// </summary>
public static class NamespaceProcess
{
    /// <summary>Starts it. A thread made for the purpose goes in, starts the program, which inherits where the thread is, and ends.</summary>
    /// <param name="start">What to start; UseShellExecute must be false.</param>
    /// <param name="space">The network namespace.</param>
    /// <param name="name">Its name, for /etc/netns; null: it has none.</param>
    /// <param name="unbound">Is told, in words, which of those files could not be put over those of /etc; the program runs all the same.</param>
    /// <exception cref="LinuxException">EPERM: not permitted to enter or to make a mount namespace.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static Process Start(ProcessStartInfo start, NamespaceHandle space, string? name, ICollection<string>? unbound = null)
    {
        // .NET's thread for signals would else be born inside with the first process.
        using var signals = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { });
        using var runtime = new RuntimeThreads();
        Process? process = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                EnterForGood(space, name, unbound);
                process = Process.Start(start);
            }
            catch (Exception reason) when (reason is LinuxException or System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                failure = ExceptionDispatchInfo.Capture(reason);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        thread.Join();
        RuntimeThreads.BringPoolHome(space.Inode);
        failure?.Throw();
        return process ?? throw new InvalidOperationException($"{start.FileName} was not started");
    }

    private static void EnterForGood(NamespaceHandle space, string? name, ICollection<string>? unbound)
    {
        if (Libc.SetNs((int)space.Descriptor.DangerousGetHandle(), Libc.CLONE_NEWNET) != 0)
            throw LinuxException.Last("enter a network namespace");
        if (Libc.Unshare(Libc.CLONE_NEWNS) != 0)
            throw LinuxException.Last("make a mount namespace");
        // Mounts made elsewhere still arrive here, ours go nowhere.
        if (Libc.Mount("none", "/", "none", Libc.MS_REC | Libc.MS_SLAVE, 0) != 0)
            throw LinuxException.Last("keep mounts private");
        // In some containers the kernel allows no fresh sysfs; the program then sees the one there was.
        _ = Libc.Mount("sysfs", "/sys", "sysfs", 0, 0);
        if (name is not null && Directory.Exists(NamespaceFiles.DirectoryOf(name)))
            BindFiles(NamespaceFiles.DirectoryOf(name), unbound);
    }

    /// <summary>
    /// As `ip netns exec` does: where the file in /etc is a link, what it leads to is covered, and what cannot be covered, as nothing of its
    /// name is there, is told.
    /// </summary>
    private static void BindFiles(string directory, ICollection<string>? unbound)
    {
        foreach (var source in Directory.EnumerateFileSystemEntries(directory))
        {
            var target = $"/etc/{Path.GetFileName(source)}";
            if (Libc.Mount(source, target, "none", Libc.MS_BIND, 0) != 0)
                unbound?.Add(LinuxException.Last($"bind {source} on {target}").Message);
        }
    }
}
