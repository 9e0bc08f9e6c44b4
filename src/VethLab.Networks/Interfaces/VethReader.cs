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
        using var elsewhere = new PeerNamespaces(session, null);
        var pairs = new List<VethPair>();
        foreach (var end in ends)
        {
            cancellation.ThrowIfCancellationRequested();
            var peerIsHere = end.PeerNamespaceId is null && end.PeerName is not null;
            if (!peerIsHere || end.Index < end.PeerIndex || end.PeerIndex == 0)
                pairs.Add(Join(session, end, elsewhere, InterfaceReader.Find));
        }
        return pairs;
    }

    /// <summary>The pair of the end of a name, under that name.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotAVeth.</exception>
    public static VethPair Read(NamespaceSession session, string name)
    {
        if (TryRead(session, name) is { } pair)
            return pair;
        _ = VethOperations.NeedVeth(session, name);
        throw InterfaceReader.NotFound(session, name);
    }

    /// <summary>The same; null where there is no such interface, or it is of another kind.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static VethPair? TryRead(NamespaceSession session, string name)
    {
        if (InterfaceReader.TryRead(session, name) is not { Kind: VethLink.KindName } end)
            return null;
        using var elsewhere = new PeerNamespaces(session, null);
        return Join(session, end, elsewhere, InterfaceReader.Find);
    }

    /// <summary>The pair that was just made: where its ends work, their states say so already (<see cref="RisenLink"/>).</summary>
    /// <exception cref="NetworkException">InterfaceNotFound: it is gone already.</exception>
    public static VethPair ReadNew(VethDescription pair)
    {
        using var elsewhere = new PeerNamespaces(pair.End.Session, likely: pair.Peer.Session);
        return Join(pair.End.Session, InterfaceReader.ReadChanged(pair.End.Session, pair.End.Name), elsewhere, InterfaceReader.FindChanged);
    }

    private static VethPair Join(NamespaceSession session, NetInterface end, PeerNamespaces elsewhere, Func<NamespaceSession, int, NetInterface?> find)
    {
        var there = end.PeerNamespaceId is { } id ? elsewhere.Find(id) : session;
        var peer = there is null ? null : find(there, end.PeerIndex ?? 0);
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
    private sealed class PeerNamespaces(NamespaceSession session, NamespaceSession? likely) : IDisposable
    {
        private readonly Dictionary<int, NamespaceSession> byId = [];
        private readonly HashSet<ulong> seen = [];
        private IEnumerator<(string Path, string? Name)>? candidates;
        private int? likelyId;

        /// <summary>Looks at no more namespaces than it has to.</summary>
        internal NamespaceSession? Find(int id)
        {
            if (likely is not null && (likelyId ??= session.NamespaceIds.Find(likely.Handle) ?? -1) == id)
                return likely;
            candidates ??= Candidates().GetEnumerator();
            NamespaceSession? found;
            while (!byId.TryGetValue(id, out found) && candidates.MoveNext())
                LookAt(candidates.Current.Path, candidates.Current.Name);
            return found;
        }

        private void LookAt(string path, string? name)
        {
            var inode = FileIdentity.InodeOf(path);
            if (inode == 0 || !seen.Add(inode))
                return;
            try
            {
                var handle = NamespaceHandle.Open(path);
                if (session.NamespaceIds.Find(handle) is { } id)
                    byId[id] = new NamespaceSession(handle, isHere: false, name);
                else
                    handle.Dispose();
            }
            catch (LinuxException)
            {
                // It ended meanwhile, is no namespace, or may not be entered: then its numbers stay numbers.
            }
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
            candidates?.Dispose();
            foreach (var other in byId.Values)
                other.Dispose();
        }
    }
}
