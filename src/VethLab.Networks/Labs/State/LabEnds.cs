using VethLab.Linux.Namespaces;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// The veth ends of a lab, and which belong together. An end knows its peer's index and the number that its namespace gives the peer's: indexes
/// nearly always tell enough, and where two ends could be meant the namespaces' numbers decide.
/// </summary>
internal sealed class LabEnds
{
    /// <summary>An end, and where it lives.</summary>
    internal sealed record Placed(NetInterface End, NamespaceSession Session);

    private readonly List<Placed> ends = [];

    internal LabEnds(LabTraces lab)
    {
        foreach (var space in lab.Namespaces)
            AddFrom(space);
        foreach (var outside in lab.Outside.Where(outside => outside.Links.Count > 0))
            AddFrom(outside.Session);
        Joined = Join().ToList();
        Pairs = Joined.Select(Describe).OrderBy(pair => pair.Namespace, StringComparer.Ordinal).ThenBy(pair => pair.Interface.Index).ToList();

        void AddFrom(NamespaceSession session) => ends.AddRange(
            InterfaceReader.List(session).Where(end => end.Kind == VethLink.KindName && end.Group == lab.Mark.Group).Select(end => new Placed(end, session)));
    }

    internal IReadOnlyList<VethPair> Pairs { get; }

    /// <summary>Both ends of each; no second one where it is out of sight.</summary>
    internal IReadOnlyList<(Placed End, Placed? Peer)> Joined { get; }

    private static VethPair Describe((Placed End, Placed? Peer) pair) => new()
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

    private IEnumerable<(Placed End, Placed? Peer)> Join()
    {
        var byIndex = ends.ToLookup(end => (end.End.Index, end.End.PeerIndex));
        var done = new HashSet<Placed>();
        // An end that is no port first: it is the one that people call the pair by.
        foreach (var end in ends.OrderBy(end => end.End.Bridge is not null))
        {
            if (!done.Add(end))
                continue;
            var candidates = byIndex[(end.End.PeerIndex ?? 0, end.End.Index)].Where(other => other != end && !done.Contains(other)).ToList();
            var peer = candidates.Count > 1 || (candidates.Count == 1 && end.End.PeerNamespaceId is null) ? candidates.Find(other => IsPeer(end, other)) : candidates.FirstOrDefault();
            if (peer is not null)
                done.Add(peer);
            yield return (end, peer);
        }
    }

    private static bool IsPeer(Placed end, Placed other) => end.End.PeerNamespaceId is { } id
        ? end.Session.NamespaceIds.Find(other.Session.Handle) == id
        : end.Session == other.Session;
}
