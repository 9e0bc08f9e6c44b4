using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>Links of a namespace and their addresses, in which a link finds what belongs to it without looking through all of them.</summary>
internal sealed class LinkContext
{
    private readonly Dictionary<int, LinkMessage> byIndex;
    private readonly Dictionary<int, List<AddressMessage>> addresses;
    private readonly Dictionary<int, List<LinkMessage>> ports;

    internal LinkContext(IReadOnlyList<LinkMessage> links, IReadOnlyList<AddressMessage> addresses)
    {
        Links = links;
        byIndex = links.ToDictionary(link => link.Index);
        ports = links.Where(link => link.MasterIndex != 0).ToNumberedLists(link => link.MasterIndex);
        this.addresses = addresses.ToNumberedLists(address => address.InterfaceIndex);
    }

    /// <summary>Reads both.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal static LinkContext Read(NamespaceSession session, bool withCounters = false) => new(session.Links.List(withCounters), session.Addresses.List());

    internal IReadOnlyList<LinkMessage> Links { get; }

    /// <summary>Null where there is none.</summary>
    internal LinkMessage? Find(int index) => byIndex.GetValueOrDefault(index);

    /// <summary>Those whose master a link is.</summary>
    internal IEnumerable<LinkMessage> PortsOf(LinkMessage link) => ports.GetValueOrDefault(link.Index) ?? [];

    internal IEnumerable<AddressMessage> AddressesOf(LinkMessage link) => addresses.GetValueOrDefault(link.Index) ?? [];
}
