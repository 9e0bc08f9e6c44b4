using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// The veth ends of a lab, and which belong together. An end knows its peer's index and the number that its namespace gives the peer's: indexes
/// nearly always tell enough, and where two ends could be meant the namespaces' numbers decide.
/// </summary>
internal sealed class LabEnds
{
    /// <summary>An end, and where it lives. There is one object for each, so that telling two apart takes no look at all that an end is.</summary>
    internal sealed class Placed(NetInterface end, NamespaceSession session)
    {
        internal NetInterface End { get; } = end;

        internal NamespaceSession Session { get; } = session;
    }

    /// <summary>An end and its peer; null where that is out of sight.</summary>
    internal sealed record Pair(Placed End, Placed? Peer);

    /// <summary>What an end knows of itself and its peer, whose own is the other way round. 0: it has no peer.</summary>
    private sealed record Indexes(int Own, int Peer);

    private readonly List<Placed> ends = [];
    private readonly Dictionary<NamespaceSession, SeenSpace> seen = [];

    internal LabEnds(LabTraces lab)
    {
        // A pair is called by the end that comes first. Of a lab without a namespace of its own the last has all ports, which takes longest: it is read first.
        var spaces = lab.Namespaces.Concat(lab.Outside.Where(outside => outside.Links.Count > 0).Select(outside => outside.Session)).ToList();
        var read = new SeenSpace[spaces.Count];
        HomeThreads.ForEach(spaces.Count, i => ReadInto(spaces.Count - 1 - i));
        for (var i = 0; i < spaces.Count; i++)
        {
            seen.Add(spaces[i], read[i]);
            ends.AddRange(read[i].Ends);
        }
        Joined = Join().ToList();
        Pairs = Joined.Select(Describe).OrderBy(pair => pair.Namespace, StringComparer.Ordinal).ThenBy(pair => pair.Interface.Index).ToList();

        void ReadInto(int i) => KernelErrors.Explained(spaces[i].Name, () => _ = (read[i] = lab.SeenIn(spaces[i])).Ends);
    }

    /// <summary>The lab's bridges in a namespace.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal IReadOnlyList<NetBridge> BridgesIn(NamespaceSession session) => seen.GetValueOrDefault(session)?.ReadBridges() ?? [];

    internal IReadOnlyList<VethPair> Pairs { get; }

    /// <summary>Both ends of each.</summary>
    internal IReadOnlyList<Pair> Joined { get; }

    private static VethPair Describe(Pair pair) => new()
    {
        Name = pair.End.End.Name,
        Namespace = pair.End.End.Namespace,
        NamespaceId = pair.End.End.NamespaceId,
        PeerName = pair.Peer?.End.Name ?? string.Empty,
        PeerNamespace = pair.Peer?.End.Namespace,
        PeerNamespaceId = pair.Peer?.End.NamespaceId ?? default,
        Interface = pair.End.End,
        Peer = pair.Peer?.End,
    };

    private IEnumerable<Pair> Join()
    {
        var byIndexes = ends.ToLookup(end => new Indexes(end.End.Index, end.End.PeerIndex ?? 0));
        var done = new HashSet<Placed>();
        // An end that is no port first: it is the one that people call the pair by.
        foreach (var end in ends.Where(end => end.End.Bridge is null).Concat(ends.Where(end => end.End.Bridge is not null)))
        {
            if (!done.Add(end))
                continue;
            var candidates = byIndexes[new Indexes(end.End.PeerIndex ?? 0, end.End.Index)].Where(other => other != end && !done.Contains(other)).ToList();
            var peer = candidates.Count > 1 || (candidates.Count == 1 && end.End.PeerNamespaceId is null) ? candidates.Find(other => IsPeer(end, other)) : candidates.FirstOrDefault();
            if (peer is not null)
                done.Add(peer);
            yield return new Pair(end, peer);
        }
    }

    private static bool IsPeer(Placed end, Placed other) => end.End.PeerNamespaceId is { } id
        ? end.Session.NamespaceIds.Find(other.Session.Handle) == id
        : end.Session == other.Session;
}
