using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Namespaces;

/// <summary>
/// Waits until the kernel has let go of removed namespaces. It ends one in the background, some milliseconds after the last holder: until
/// then the outer ends of its veth pairs are still to be seen, and their names taken.
/// </summary>
public sealed class NamespaceDeparture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NamespaceSession here = NamespaceLocator.OpenHere();
    private readonly HashSet<int> outerEnds = [];
    private readonly List<string> held = [];

    /// <summary>Why namespaces live on although their names are gone, in words; empty where they do not.</summary>
    public IReadOnlyList<string> Held => held;

    /// <summary>Notes what will go with a namespace. Call before its name is removed.</summary>
    internal void Watch(string name)
    {
        using var handle = NamespaceDirectory.Open(name);
        if (handle is null)
            return;
        if (NamespaceLocator.ProcessIn(handle.Inode) is { } process)
        {
            held.Add($"Process {process} is still in namespace {name}; its interfaces stay until it ends.");
            return;
        }
        if (IsHeldByOwnThread(handle.Inode))
            DeleteLinks(handle);
        if (here.NamespaceIds.Find(handle) is { } id)
            outerEnds.UnionWith(here.Links.List().Where(link => link.LinkNamespaceId == id).Select(link => link.Index));
    }

    /// <summary>Waits until all that was noted is gone; at most some seconds, or until cancelled.</summary>
    /// <exception cref="NetworkException">The kernel refused to list the links.</exception>
    public void Wait(CancellationToken cancellation = default) => KernelErrors.Explained(null, () =>
    {
        var until = DateTime.UtcNow + Patience;
        var pause = 1;
        while (outerEnds.Count > 0 && !cancellation.IsCancellationRequested)
        {
            outerEnds.IntersectWith(here.Links.List().Select(link => link.Index).ToHashSet());
            if (outerEnds.Count == 0)
                return;
            if (DateTime.UtcNow > until)
            {
                held.Add($"After {Patience.TotalSeconds:0} s {outerEnds.Count} interfaces of removed namespaces are still there; something holds a namespace open.");
                return;
            }
            _ = cancellation.WaitHandle.WaitOne(pause);
            pause = Math.Min(pause * 2, 50);
        }
    });

    public void Dispose() => here.Dispose();

    /// <summary>
    /// A thread of the runtime that was born while a script block ran inside (its compiler's, say) holds the namespace for as long as it
    /// lives. It does no harm there, but what people see has to go: the links.
    /// </summary>
    private static void DeleteLinks(NamespaceHandle handle)
    {
        using var session = NamespaceLocator.Open(new NamespaceIdentity(handle.Inode, 0), null);
        foreach (var link in session.Links.List().Where(link => link.Kind.Length > 0))
        {
            try
            {
                session.Links.Delete(link.Index);
            }
            catch (LinuxException)
            {
                // Gone with its peer already, or one that the kernel itself made there.
            }
        }
    }

    private static bool IsHeldByOwnThread(ulong inode) =>
        Directory.EnumerateDirectories("/proc/self/task").Any(task => FileIdentity.InodeOf($"{task}/ns/net") == inode);
}
