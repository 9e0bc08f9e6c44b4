using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Namespaces;

/// <summary>
/// Waits until the kernel has let go of removed namespaces. It ends one in the background, some milliseconds after the last holder: until
/// then the outer ends of its veth pairs are still to be seen, and their names taken. Those that something goes on holding are not waited for:
/// <see cref="Held"/> says by whom.
/// </summary>
public sealed class NamespaceDeparture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NamespaceSession here = NamespaceLocator.OpenHere();
    private readonly Dictionary<ulong, string> going = [];
    private readonly Dictionary<int, ulong> outerEnds = [];
    private readonly List<string> held = [];

    /// <summary>Why namespaces live on although their names are gone, in words; empty where they do not.</summary>
    public IReadOnlyList<string> Held => held;

    /// <summary>Notes what will go with a namespace. Call before its name is removed.</summary>
    internal void Watch(string name)
    {
        using var handle = NamespaceDirectory.Open(name);
        if (handle is null)
            return;
        going[handle.Inode] = name;
        if (handle.Inode == here.Handle.Inode)
            return;
        if (IsHeldByOwnThread(handle.Inode) && NamespaceLocator.ProcessIn(handle.Inode) is null)
            DeleteLinks(handle);
        if (here.NamespaceIds.Find(handle) is { } id)
        {
            foreach (var link in here.Links.List().Where(link => link.LinkNamespaceId == id))
                outerEnds[link.Index] = handle.Inode;
        }
    }

    /// <summary>The name could not be removed after all.</summary>
    internal void Forget(string name)
    {
        foreach (var inode in going.Where(pair => pair.Value == name).Select(pair => pair.Key).ToList())
        {
            going.Remove(inode);
            ForgetEnds(inode);
        }
    }

    private void ForgetEnds(ulong inode)
    {
        foreach (var index in outerEnds.Where(end => end.Value == inode).Select(end => end.Key).ToList())
            outerEnds.Remove(index);
    }

    /// <summary>Waits until all that was noted is gone; at most some seconds, or until cancelled.</summary>
    /// <exception cref="NetworkException">The kernel refused to list the links.</exception>
    public void Wait(CancellationToken cancellation = default) => KernelErrors.Explained(null, () =>
    {
        // Another name of it counts as a holder too: a mount is one.
        foreach (var (inode, holders) in NamespaceHolders.Find(going.Keys.ToHashSet()))
        {
            held.Add($"Namespace {going[inode]} has lost its name but lives on, and its interfaces with it: {NamespaceHolder.Describe(holders)}");
            ForgetEnds(inode);
        }

        var until = DateTime.UtcNow + Patience;
        var pause = 1;
        while (outerEnds.Count > 0 && !cancellation.IsCancellationRequested)
        {
            var present = here.Links.List().Select(link => link.Index).ToHashSet();
            foreach (var index in outerEnds.Keys.Where(index => !present.Contains(index)).ToList())
                outerEnds.Remove(index);
            if (outerEnds.Count == 0)
                return;
            if (DateTime.UtcNow > until)
            {
                var names = string.Join(", ", outerEnds.Values.Distinct().Select(inode => going[inode]).Order(StringComparer.Ordinal));
                held.Add(
                    $"{Patience.TotalSeconds:0} s after the removal of {names}, {outerEnds.Count} interfaces that lead there are still here. "
                    + "/proc shows nobody who holds it: it may be an open socket, or a process of another user or container.");
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
