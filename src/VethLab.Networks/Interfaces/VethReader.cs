using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>Reads veth pairs with both ends, wherever the other end lives.</summary>
public static class VethReader
{
    /// <summary>
    /// The pairs with an end in a namespace, one object each: where both ends are there, under the name of the end with the lower index.
    /// </summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: many pairs lead to many namespaces, and each is read.</exception>
    public static IReadOnlyList<VethPair> List(NamespaceSession session, CancellationToken cancellation = default)
    {
        var ends = InterfaceReader.List(session).Where(end => end.Kind == VethLink.KindName).ToList();
        using var elsewhere = new PeerNamespaces(session);
        var pairs = new List<VethPair>();
        foreach (var end in ends)
        {
            cancellation.ThrowIfCancellationRequested();
            var peerIsHere = end.PeerNamespaceId is null && end.PeerName is not null;
            if (!peerIsHere || end.Index < end.PeerIndex || end.PeerIndex == 0)
                pairs.Add(Join(session, end, elsewhere));
        }
        return pairs;
    }

    /// <summary>The pair of the end of a name, under that name.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotAVeth.</exception>
    public static VethPair Read(NamespaceSession session, string name)
    {
        _ = VethOperations.NeedVeth(session, name);
        using var elsewhere = new PeerNamespaces(session);
        return Join(session, InterfaceReader.Read(session, name), elsewhere);
    }

    private static VethPair Join(NamespaceSession session, NetInterface end, PeerNamespaces elsewhere)
    {
        var there = end.PeerNamespaceId is { } id ? elsewhere.Find(id) : session;
        var peer = there is null ? null : InterfaceReader.List(there).FirstOrDefault(other => other.Index == end.PeerIndex);
        return new VethPair
        {
            Name = end.Name,
            Namespace = end.Namespace,
            NamespaceId = end.NamespaceId,
            PeerName = peer?.Name ?? string.Empty,
            PeerNamespace = peer?.Namespace,
            PeerNamespaceId = peer?.NamespaceId ?? default,
            Interface = end,
            Peer = peer,
        };
    }

    /// <summary>The namespaces that a namespace knows by number, found among the named ones, those of processes, and this process's own.</summary>
    private sealed class PeerNamespaces(NamespaceSession session) : IDisposable
    {
        private Dictionary<int, NamespaceSession>? byId;

        internal NamespaceSession? Find(int id)
        {
            byId ??= Survey();
            return byId.GetValueOrDefault(id);
        }

        private Dictionary<int, NamespaceSession> Survey()
        {
            var found = new Dictionary<int, NamespaceSession>();
            var seen = new HashSet<ulong>();
            foreach (var (path, name) in Candidates())
            {
                var inode = FileIdentity.InodeOf(path);
                if (inode == 0 || !seen.Add(inode))
                    continue;
                try
                {
                    var handle = NamespaceHandle.Open(path);
                    if (session.NamespaceIds.Find(handle) is { } id)
                        found[id] = new NamespaceSession(handle, isHere: false, name);
                    else
                        handle.Dispose();
                }
                catch (LinuxException)
                {
                    // It ended meanwhile, is no namespace, or may not be entered: then its numbers stay numbers.
                }
            }
            return found;
        }

        private static IEnumerable<(string Path, string? Name)> Candidates()
        {
            yield return ("/proc/thread-self/ns/net", null);
            foreach (var name in NamespaceDirectory.Names())
                yield return (NamespaceDirectory.PathOf(name), name);
            foreach (var process in NamespaceLocator.Processes())
                yield return ($"/proc/{process}/ns/net", null);
        }

        public void Dispose()
        {
            foreach (var other in byId?.Values ?? Enumerable.Empty<NamespaceSession>())
                other.Dispose();
        }
    }
}
