using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Dns;

/// <summary>Whether the namespaces behind a bridge can ask the name servers that their programs would use.</summary>
public static class ResolverReach
{
    private const int NamesTold = 3;

    /// <summary>
    /// What the user should know once they can reach the world: those without name servers of their own use the machine's, which do not
    /// answer inside when they are on loopback. Null where that is no matter.
    /// </summary>
    public static string? Explain(NamespaceSession session, string bridge)
    {
        if (HostResolver.Read() is not { } host || !HostResolver.IsStub)
            return null;
        var names = NamesBehind(session, bridge).Where(name => !ResolverFile.Exists(name)).ToList();
        if (names.Count == 0)
            return null;
        var told = string.Join(", ", names.Take(NamesTold)) + (names.Count > NamesTold ? $" and {names.Count - NamesTold} more" : string.Empty);
        return $"Programs in {told} will find no name server: {HostResolver.FileName} names {host.Servers}, which is each namespace's own loopback. "
            + ResolverArguments.AdviceAgainstStub;
    }

    /// <summary>The named namespaces that the other ends of a bridge's ports are in.</summary>
    private static IEnumerable<string> NamesBehind(NamespaceSession session, string bridge)
    {
        var links = session.Links.List();
        var index = links.FirstOrDefault(link => link.Name == bridge)?.Index;
        var ids = links.Where(link => link.MasterIndex is { } master && master == index).Select(link => link.LinkNamespaceId).OfType<int>().ToHashSet();
        return ids.Count == 0 ? [] : NamespaceDirectory.Names().Where(name => IdOf(session, name) is { } id && ids.Contains(id));
    }

    private static int? IdOf(NamespaceSession session, string name)
    {
        try
        {
            using var handle = NamespaceDirectory.Open(name);
            return handle is null ? null : session.NamespaceIds.Find(handle);
        }
        catch (LinuxException)
        {
            // Its file is stale, or not ours to open.
            return null;
        }
    }
}
