using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>
/// An end of a veth pair that has just come up. It works by then, but the kernel says so behind the change that brought it up (linkwatch), and until then its state is
/// Unknown, or what it was before. Since Linux 6.7 the kernel makes up for that when one link is asked for (rtnl_getlink), though not when all are listed; before, one
/// has to wait, some milliseconds.
/// </summary>
internal static class RisenLink
{
    /// <summary>Milliseconds to wait between two looks.</summary>
    internal static ReadOnlySpan<int> Pauses => [1, 2, 4, 8, 16];

    /// <summary>What the kernel says of a link once it is settled, as well as can be had in some milliseconds. Asks for nothing where the link was settled when it was read.</summary>
    /// <param name="session">Where the link is, with the right to change it.</param>
    /// <param name="link">As it was read, alone.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal static LinkMessage Settle(NamespaceSession session, LinkMessage link)
    {
        if (IsSettled(link))
            return link;
        if (IsTakenForItsPeer(link))
        {
            // Waiting would take up to a second. The kernel makes Up of Unknown, though not of Down, and sets later what it would have set anyway.
            if (link.State == OperationalState.Unknown)
                session.Links.Change(link.Index, new LinkDescription { State = OperationalState.Up });
            return session.Links.Find(link.Index) ?? link;
        }
        foreach (var pause in Pauses)
        {
            Thread.Sleep(pause);
            link = session.Links.Find(link.Index) ?? link;
            if (IsSettled(link))
                break;
        }
        return link;
    }

    /// <summary>Whether the state can be believed: other kinds of links may be Unknown for good, and Dormant and Testing are somebody's wish.</summary>
    internal static bool IsSettled(LinkMessage link) =>
        link.Kind != VethLink.KindName
        || (link.Flags & (LinkFlags.Up | LinkFlags.LowerUp)) != (LinkFlags.Up | LinkFlags.LowerUp)
        || link.State is not (OperationalState.Unknown or OperationalState.Down or OperationalState.LowerLayerDown);

    /// <summary>
    /// The first links of two new namespaces have the same index. The kernel compares a link's index with its peer's to see whether it is built on another, finds that it
    /// is not (linkwatch_urgent_event), and is in no hurry.
    /// </summary>
    private static bool IsTakenForItsPeer(LinkMessage link) => link.LinkNamespaceId is not null && link.LinkIndex == link.Index;
}
