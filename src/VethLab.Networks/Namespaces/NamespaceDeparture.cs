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

    /// <summary>So many are held open at a time, before it is looked who else does.</summary>
    private const int Batch = 256;

    private readonly NamespaceSession here = NamespaceLocator.OpenHere();
    private readonly Dictionary<ulong, (string Name, NamespaceHandle Handle)> going = [];
    private readonly Dictionary<int, string> outerEnds = [];
    private readonly List<string> held = [];

    /// <summary>Why namespaces live on although their names are gone, in words; empty where they do not.</summary>
    public IReadOnlyList<string> Held => held;

    /// <summary>
    /// Notes what will go with a namespace, and holds it until it is known who else does: the kernel gives the number of one that has ended to
    /// the next that anybody makes. Call before its name is removed.
    /// </summary>
    internal void Watch(string name)
    {
        if (going.Count == Batch)
            LetGo();
        if (NamespaceDirectory.Open(name) is not { } handle)
            return;
        if (!going.TryAdd(handle.Inode, (name, handle)))
        {
            // A second name of one that was noted before.
            handle.Dispose();
            return;
        }
        if (handle.Inode == here.Handle.Inode)
            return;
        if (NamespaceHolders.OfOwnThreads().Contains(handle.Inode) && NamespaceLocator.ProcessIn(handle.Inode) is null)
        {
            using var session = NamespaceLocator.Open(new NamespaceIdentity(handle.Inode, 0), null);
            NamespaceContents.DeleteLinks(session);
        }
        if (here.NamespaceIds.Find(handle) is { } id)
        {
            foreach (var link in here.Links.List().Where(link => link.LinkNamespaceId == id))
                outerEnds[link.Index] = name;
        }
    }

    /// <summary>The name could not be removed after all.</summary>
    internal void Forget(string name)
    {
        foreach (var (inode, (_, handle)) in going.Where(space => space.Value.Name == name).ToList())
        {
            going.Remove(inode);
            handle.Dispose();
        }
        ForgetEnds(name);
    }

    private void ForgetEnds(string name)
    {
        foreach (var index in outerEnds.Where(end => end.Value == name).Select(end => end.Key).ToList())
            outerEnds.Remove(index);
    }

    /// <summary>Looks who else holds what was noted, in one walk for all, and lets go of it.</summary>
    private void LetGo()
    {
        // Another name of it counts as a holder too: a mount is one.
        foreach (var (inode, holders) in NamespaceHolders.Find(going.Values.Select(space => space.Handle).ToList()))
        {
            var name = going[inode].Name;
            held.Add($"Namespace {name} has lost its name but lives on, and its interfaces with it: {NamespaceHolder.Describe(holders)}");
            ForgetEnds(name);
        }
        CloseAll();
    }

    private void CloseAll()
    {
        foreach (var (_, handle) in going.Values)
            handle.Dispose();
        going.Clear();
    }

    /// <summary>Waits until all that was noted is gone; at most some seconds, or until cancelled.</summary>
    /// <exception cref="NetworkException">The kernel refused to list the links.</exception>
    public void Wait(CancellationToken cancellation = default) => KernelErrors.Explained(null, () =>
    {
        LetGo();
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
                var names = string.Join(", ", outerEnds.Values.Distinct().Order(StringComparer.Ordinal));
                held.Add(
                    $"{Patience.TotalSeconds:0} s after the removal of {names}, {outerEnds.Count} interfaces that lead there are still here. "
                    + "/proc shows nobody who holds it: it may be an open socket, or a process of another user or container.");
                return;
            }
            _ = cancellation.WaitHandle.WaitOne(pause);
            pause = Math.Min(pause * 2, 50);
        }
    });

    public void Dispose()
    {
        CloseAll();
        here.Dispose();
    }
}
