using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>What was read of a namespace in which a lab has something.</summary>
internal sealed class SeenSpace
{
    private readonly LabMark mark;
    private readonly NamespaceSession session;
    private IReadOnlyList<LabEnds.Placed>? ends;

    /// <param name="mark">The lab's.</param>
    /// <param name="session">The namespace.</param>
    /// <param name="context">What was read.</param>
    internal SeenSpace(LabMark mark, NamespaceSession session, LinkContext context)
    {
        this.mark = mark;
        this.session = session;
        Context = context;
        IsUnsettled = context.Links.Any(link => mark.IsOn(link) && !RisenLink.IsSettled(link));
    }

    /// <summary>Null when only the ends are left of it.</summary>
    internal LinkContext? Context { get; private set; }

    /// <summary>Whether one of its ends has come up and the kernel has not said so yet (<see cref="RisenLink"/>).</summary>
    internal bool IsUnsettled { get; }

    /// <summary>The lab's ends in it; made when they are asked for first.</summary>
    /// <exception cref="LinuxException">The kernel did not tell the namespace's cookie.</exception>
    internal IReadOnlyList<LabEnds.Placed> Ends => ends ??= Context!.Links.Where(IsEnd).Select(link => new LabEnds.Placed(NetInterface.From(link, Context, session), session)).ToArray();

    /// <summary>Keeps nothing but the ends: of a thousand namespaces the rest would take more memory than all else of their lab.</summary>
    internal void KeepEnds()
    {
        _ = Ends;
        Context = null;
    }

    /// <summary>The lab's bridges in it, as they are now. Not where only the ends are left.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal IReadOnlyList<NetBridge> ReadBridges() => Context!.Links.Where(link => link.Kind == BridgeLink.KindName && mark.IsOn(link))
        .Select(link => session.Links.Find(link.Index)).OfType<LinkMessage>().Select(link => NetBridge.From(link, Context, session)).ToList();

    private bool IsEnd(LinkMessage link) => link.Kind == VethLink.KindName && mark.IsOn(link);
}
