using VethLab.Linux.Namespaces;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>
/// What is read of namespaces in which a lab has just been made: again, for some milliseconds, where a link has just come up and the kernel has not said so yet
/// (<see cref="RisenLink"/>).
/// </summary>
internal sealed class LabSight(LabMark mark)
{
    private readonly Dictionary<NamespaceSession, SeenSpace> seen = [];
    private int inHand;
    private bool isTooLate;

    /// <summary>What was seen in each namespace that was looked at.</summary>
    internal IReadOnlyDictionary<NamespaceSession, SeenSpace> Seen => seen;

    /// <summary>Looks at one while others are still being made; from any thread, until there is somebody who wants to see them.</summary>
    internal void LookAhead(NamespaceSession session)
    {
        lock (seen)
        {
            if (isTooLate)
                return;
            inHand++;
        }
        SeenSpace? space = null;
        try
        {
            space = Read(session);
            space.KeepEnds();
        }
        catch (Exception)
        {
            // Whatever it was, who wants to see it looks again, and learns it.
            space = null;
        }
        lock (seen)
        {
            if (space is not null)
                seen[session] = space;
            inHand--;
            Monitor.PulseAll(seen);
        }
    }

    /// <summary>Looks at those namespaces that have not been looked at, or too early.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal void LookAt(IEnumerable<NamespaceSession> sessions)
    {
        lock (seen)
        {
            isTooLate = true;
            while (inHand > 0)
                _ = Monitor.Wait(seen);
        }
        var left = sessions.Where(session => seen.GetValueOrDefault(session) is not { IsUnsettled: false }).ToList();
        Read(left);
        foreach (var pause in RisenLink.Pauses)
        {
            left = left.FindAll(session => seen[session].IsUnsettled);
            if (left.Count == 0)
                return;
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
        var links = seen[session].Context!.Links.Select(Now).ToList();
        seen[session] = new SeenSpace(mark, session, new LinkContext(links, session.Addresses.List()));

        LinkMessage Now(LinkMessage link) =>
            link.Kind == BridgeLink.KindName ? session.Links.Find(link.Index) ?? link : ports.TryGetValue(link.Index, out var port) ? link with { BridgePort = port } : link;
    });

    private void Read(List<NamespaceSession> sessions)
    {
        var spaces = new SeenSpace[sessions.Count];
        HomeThreads.ForEach(sessions.Count, i => spaces[i] = KernelErrors.Explained(sessions[i].Name, () => Read(sessions[i])));
        for (var i = 0; i < sessions.Count; i++)
            seen[sessions[i]] = spaces[i];
    }

    private SeenSpace Read(NamespaceSession session) => new(mark, session, LinkContext.Read(session));
}
