using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// What is read of namespaces in which a lab has just been made: again, for some milliseconds, where a link has just come up. It works by then, but the kernel says so
/// behind the change that brought it up (linkwatch), and until then its state is Unknown.
/// </summary>
internal sealed class LabSight(LabMark mark)
{
    /// <summary>Milliseconds; each is twice the one before.</summary>
    private const int LongestPause = 16;

    private readonly Dictionary<NamespaceSession, LinkContext> seen = [];

    /// <summary>What was seen in each namespace that was looked at.</summary>
    internal IReadOnlyDictionary<NamespaceSession, LinkContext> Seen => seen;

    /// <summary>Looks at namespaces, at each of them once.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal void LookAt(IEnumerable<NamespaceSession> sessions)
    {
        var left = sessions.Where(session => !seen.ContainsKey(session)).ToList();
        Read(left);
        for (var pause = 1; pause <= LongestPause && (left = left.FindAll(IsUnsettled)).Count > 0; pause *= 2)
        {
            Thread.Sleep(pause);
            Read(left);
        }
    }

    /// <summary>Looks again at what became of a namespace that was looked at when its bridges had come up: at the bridges, the states of their ports, and addresses.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal void LookAgain(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var ports = new Dictionary<int, BridgePortData?>();
        foreach (var port in session.Links.ListBridgePorts())
            ports[port.Index] = port.BridgePort;
        var links = seen[session].Links.Select(Now).ToList();
        seen[session] = new LinkContext(links, session.Addresses.List());

        LinkMessage Now(LinkMessage link) =>
            link.Kind == BridgeLink.KindName ? session.Links.Find(link.Index) ?? link : ports.TryGetValue(link.Index, out var port) ? link with { BridgePort = port } : link;
    });

    private void Read(List<NamespaceSession> sessions)
    {
        var contexts = new LinkContext[sessions.Count];
        HomeThreads.ForEach(sessions.Count, i => contexts[i] = KernelErrors.Explained(sessions[i].Name, () => LinkContext.Read(sessions[i])));
        for (var i = 0; i < sessions.Count; i++)
            seen[sessions[i]] = contexts[i];
    }

    private bool IsUnsettled(NamespaceSession session) => seen[session].Links.Any(link => IsComingUp(link) && mark.IsOn(link));

    /// <summary>Of a pair: for others, bridges too, the kernel takes up to a second.</summary>
    private static bool IsComingUp(LinkMessage link) =>
        link.State == OperationalState.Unknown && link.Kind == VethLink.KindName && (link.Flags & (LinkFlags.Up | LinkFlags.LowerUp)) == (LinkFlags.Up | LinkFlags.LowerUp);
}
