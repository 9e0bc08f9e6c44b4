using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>Links of a namespace and their addresses, in which a link finds what belongs to it without looking through all of them.</summary>
internal sealed class LinkContext
{
    private readonly Dictionary<int, LinkMessage> byIndex;
    private readonly ILookup<int, AddressMessage> addresses;
    private readonly ILookup<int, LinkMessage> ports;

    internal LinkContext(IReadOnlyList<LinkMessage> links, IReadOnlyList<AddressMessage> addresses)
    {
        Links = links;
        byIndex = links.ToDictionary(link => link.Index);
        ports = links.Where(link => link.MasterIndex != 0).ToLookup(link => link.MasterIndex);
        this.addresses = addresses.ToLookup(address => address.InterfaceIndex);
    }

    /// <summary>
    /// Reads both, and again for some milliseconds while a pair has just come up: it works by then, but the kernel says so behind the change that brought it up
    /// (linkwatch), and until then its state is Unknown.
    /// </summary>
    /// <param name="session">The namespace.</param>
    /// <param name="isOwn">Which links are waited for.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal static LinkContext ReadSettled(NamespaceSession session, Func<LinkMessage, bool> isOwn)
    {
        for (var pause = 1; ; pause *= 2)
        {
            var context = new LinkContext(session.Links.List(), session.Addresses.List());
            if (pause > LongestPause || !context.Links.Any(link => IsComingUp(link) && isOwn(link)))
                return context;
            Thread.Sleep(pause);
        }
    }

    /// <summary>Milliseconds.</summary>
    private const int LongestPause = 16;

    /// <summary>Of a pair: for others, bridges too, the kernel takes up to a second.</summary>
    private static bool IsComingUp(LinkMessage link) =>
        link.State == OperationalState.Unknown && link.Kind == VethLink.KindName && (link.Flags & (LinkFlags.Up | LinkFlags.LowerUp)) == (LinkFlags.Up | LinkFlags.LowerUp);

    internal IReadOnlyList<LinkMessage> Links { get; }

    /// <summary>Null where there is none.</summary>
    internal LinkMessage? Find(int index) => byIndex.GetValueOrDefault(index);

    /// <summary>Those whose master a link is.</summary>
    internal IEnumerable<LinkMessage> PortsOf(LinkMessage link) => ports[link.Index];

    internal IEnumerable<AddressMessage> AddressesOf(LinkMessage link) => addresses[link.Index];
}
