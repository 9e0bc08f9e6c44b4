using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Tests.Differential;

/// <summary>Fresh named namespaces for one set-up, open for VethLab. Their disposal takes the names away, and with them what is inside.</summary>
internal sealed class Places : IDisposable
{
    private static int made;

    private readonly List<NamespaceSession> sessions = [];

    /// <param name="count">How many.</param>
    /// <param name="make">Makes one of a name; null: as `ip netns add` makes them.</param>
    internal Places(int count, Action<string>? make = null)
    {
        var number = Interlocked.Increment(ref made);
        Names = Enumerable.Range(1, count).Select(place => $"diff-{Environment.ProcessId}-{number}-{place}").ToList();
        foreach (var name in Names)
        {
            (make ?? Make)(name);
            sessions.Add(new NamespaceSession(NamespaceDirectory.Open(name)!, isHere: false, name));
        }
    }

    internal IReadOnlyList<string> Names { get; }

    internal IReadOnlyList<NamespaceSession> Sessions => sessions;

    private static void Make(string name)
    {
        using var space = NamespaceDirectory.Create();
        NamespaceDirectory.Mount(name, space);
    }

    public void Dispose()
    {
        foreach (var session in sessions)
            session.Dispose();
        foreach (var name in Names)
            NamespaceDirectory.Remove(name);
    }
}
