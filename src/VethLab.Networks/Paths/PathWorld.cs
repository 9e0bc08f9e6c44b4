using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>
/// The namespaces that a path may lead through: the one it begins in, the calling thread's, this process's and process 1's, and those with a
/// name. They are opened when they are first asked for; what may not be opened is not known. Not for two threads at once. Dispose closes them, but
/// not the first, which belongs to the caller.
/// </summary>
public sealed class PathWorld : IDisposable
{
    private readonly List<NamespaceSession> opened = [];
    private IReadOnlyList<NamespaceSession>? all;

    public PathWorld(NamespaceSession from) => From = from;

    /// <summary>A world of these namespaces alone; it takes over the others.</summary>
    internal PathWorld(NamespaceSession from, IEnumerable<NamespaceSession> others)
    {
        From = from;
        opened.AddRange(others);
        all = [from, .. opened];
    }

    /// <summary>Where packets are sent from.</summary>
    public NamespaceSession From { get; }

    /// <summary>All namespaces that are known, each once, the first being <see cref="From"/>.</summary>
    public IReadOnlyList<NamespaceSession> Sessions => all ??= [From, .. Others()];

    private List<NamespaceSession> Others()
    {
        var seen = new HashSet<ulong> { From.Handle.Inode };
        foreach (var path in new[] { "/proc/thread-self/ns/net", "/proc/self/ns/net", "/proc/1/ns/net" })
            Open(path, null, seen);
        foreach (var name in NamespaceDirectory.Names())
            Open(NamespaceDirectory.PathOf(name), name, seen);
        return opened;
    }

    private void Open(string path, string? name, HashSet<ulong> seen)
    {
        var inode = FileIdentity.NamespaceOf(path);
        if (inode == 0 || !seen.Add(inode))
            return;
        try
        {
            opened.Add(path == "/proc/thread-self/ns/net" ? NamespaceLocator.OpenHere() : new NamespaceSession(NamespaceHandle.Open(path), isHere: false, name));
        }
        catch (LinuxException)
        {
            // It ended meanwhile, or may not be entered.
        }
    }

    public void Dispose()
    {
        foreach (var session in opened)
            session.Dispose();
    }
}
