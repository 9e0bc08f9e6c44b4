using System.Runtime.InteropServices;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Processes;

/// <summary>
/// Collects processes that this one started by itself (posix_spawn(3), not .NET's Process) when they end, so that none is left as a zombie
/// in a shell that lives for days.
/// </summary>
internal static class ChildCollector
{
    private static readonly List<DetachedProcess> Children = [];
    private static PosixSignalRegistration? signals;

    internal static void Add(DetachedProcess child)
    {
        lock (Children)
        {
            Children.Add(child);
            signals ??= Register();
        }
        // It may have ended before anybody listened.
        Collect();
    }

    private static void Collect()
    {
        lock (Children)
            Children.RemoveAll(child => child.Collect());
    }

    /// <summary>On a thread that is at home: .NET's thread for signals may be born with this, and would else hold a namespace for ever.</summary>
    private static PosixSignalRegistration Register()
    {
        PosixSignalRegistration? made = null;
        var thread = new Thread(() =>
        {
            using var home = NamespaceHandle.Open("/proc/self/ns/net");
            _ = Libc.SetNs((int)home.Descriptor.DangerousGetHandle(), Libc.CLONE_NEWNET);
            made = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Collect());
        });
        thread.Start();
        thread.Join();
        return made!;
    }
}
