using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Addresses;

/// <summary>
/// Removes one address, and can give it back with what the kernel takes along: an IPv4 address the later ones of its network (secondary; with
/// the sysctl promote_secondaries they stay, and one becomes the first), the last of an interface all its routes, and any from IPv6 routes their
/// source.
/// </summary>
internal sealed class AddressRemoval(NamespaceSession session, AddressMessage address)
{
    /// <summary>RTPROT_KERNEL.</summary>
    private const byte KernelsOwn = 2;

    private List<AddressMessage> network = [];
    private List<RouteMessage> routes = [];

    internal void Apply()
    {
        network = Network();
        // The kernel's own come back by themselves.
        routes = session.Routes.List(address.Address.Family).Where(route => route.Protocol != KernelsOwn).ToList();
        session.Addresses.Remove(address.InterfaceIndex, address.Address, address.Peer);
    }

    internal void Undo()
    {
        // The first one given back is the network's first again.
        foreach (var promoted in Enumerable.Reverse(Network()))
            session.Addresses.Remove(promoted.InterfaceIndex, promoted.Address, promoted.Peer);
        foreach (var one in network)
            session.Addresses.Restore(one);
        RestoreRoutes();
    }

    private void RestoreRoutes()
    {
        var now = session.Routes.List(address.Address.Family);
        var identities = now.Select(Identity).ToHashSet();
        foreach (var route in routes.Where(route => !identities.Contains(Identity(route))))
        {
            var withoutSource = Identity(route) with { Source = null };
            foreach (var changed in now.Where(other => route.Source is not null && Identity(other) == withoutSource))
                session.Routes.Remove(changed);
            session.Routes.Restore(route);
        }
    }

    /// <summary>The addresses that depend on one another, this one among them, in the kernel's order.</summary>
    private List<AddressMessage> Network() => session.Addresses.List(address.InterfaceIndex)
        .Where(other => address.Address.Family == AddressFamily.InterNetwork
            ? (other.Peer ?? other.Address.Address) is var there && other.Address.Length == address.Address.Length
                && new IPPrefix(address.Peer ?? address.Address.Address, address.Address.Length).Contains(there)
            : other.Address == address.Address && Equals(other.Peer, address.Peer))
        .ToList();

    private NetRoute Identity(RouteMessage route) => NetRoute.Of(route, new Dictionary<int, string>(), session).Identity;
}
