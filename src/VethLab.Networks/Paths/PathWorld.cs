using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Paths;

/// <summary>
/// The namespaces that a path may lead through: the one it begins in, the calling thread's, and those with a name. Each is opened once, when it is first needed.
/// Not for two threads at once. Dispose closes them, but not the first, which belongs to the caller.
/// </summary>
public sealed class PathWorld : IDisposable
{
    private readonly List<NamespaceSession> opened = [];

    public PathWorld(NamespaceSession from) => From = from;

    /// <summary>Where packets are sent from.</summary>
    public NamespaceSession From { get; }

    public void Dispose()
    {
        foreach (var session in opened)
            session.Dispose();
    }
}
