using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Testing;

/// <summary>A namespace that pings and is pinged, and the addresses by which others can reach it: those of its links, else of its loopback.</summary>
internal sealed class LabNode
{
    private const byte GlobalScope = 0;

    private readonly List<IPPrefix> addresses;

    /// <param name="session">The namespace; it stays the caller's.</param>
    /// <param name="links">Its links.</param>
    /// <param name="place">From 0, in the order of the names.</param>
    internal LabNode(NamespaceSession session, IReadOnlyList<LinkMessage> links, int place)
    {
        Place = place;
        Session = session;
        Name = session.Name ?? string.Empty;
        var loopback = links.Where(link => (link.Flags & LinkFlags.Loopback) != 0).Select(link => link.Index).ToHashSet();
        var all = session.Addresses.List().Where(address => address.Scope == GlobalScope).OrderBy(address => loopback.Contains(address.InterfaceIndex)).ToList();
        addresses = all.Select(address => address.Address).ToList();
        Neighbors = session.Neighbors.List();
        Families = addresses.Select(address => address.Family).Distinct().ToList();
    }

    internal string Name { get; }

    internal int Place { get; }

    internal NamespaceSession Session { get; }

    /// <summary>Whom it knew when this was made.</summary>
    internal IReadOnlyList<NeighborMessage> Neighbors { get; }

    internal IReadOnlyCollection<AddressFamily> Families { get; }

    /// <summary>The address by which another reaches this one: one of a network that both are in, else the first; null where it has none of the family.</summary>
    internal IPAddress? AddressFor(LabNode other, AddressFamily family)
    {
        IPAddress? first = null;
        foreach (var address in addresses)
        {
            if (address.Family != family)
                continue;
            first ??= address.Address;
            foreach (var its in other.addresses)
            {
                if (its.Length == address.Length && its.Contains(address.Address))
                    return address.Address;
            }
        }
        return first;
    }
}
