using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>What there is in a namespace, as far as a lab's description can say it: read once, at the beginning.</summary>
internal sealed class LabSpace
{
    private const byte MadeByKernelLinkLocal = 3;
    private const byte ProtocolBoot = 3, ProtocolStatic = 4;

    internal LabSpace(NamespaceSession session)
    {
        Session = session;
        Links = session.Links.List();
        Addresses = session.Addresses.List();
        Routes = session.Routes.List();
    }

    internal NamespaceSession Session { get; }

    internal IReadOnlyList<LinkMessage> Links { get; }

    internal IReadOnlyList<AddressMessage> Addresses { get; }

    internal IReadOnlyList<RouteMessage> Routes { get; }

    internal LinkMessage? Link(string name) => Links.FirstOrDefault(link => link.Name == name);

    /// <summary>The addresses that somebody gave a link, in the kernel's order: without link-local ones that the kernel made, and those with an end.</summary>
    internal IReadOnlyList<AddressMessage> GivenTo(LinkMessage link) => Addresses
        .Where(address => address.InterfaceIndex == link.Index && address is { ValidSeconds: null, Peer: null } && !IsKernelsOwn(address, link)).ToList();

    /// <summary>The same as addresses alone.</summary>
    internal SnapshotList<IPPrefix> AddressesOf(LinkMessage link) => LabNormalForm.InKernelOrder(GivenTo(link).Select(address => address.Address));

    /// <summary>Whether the kernel made an address itself: loopback's, and link-local ones.</summary>
    internal static bool IsKernelsOwn(AddressMessage address, LinkMessage link)
    {
        if ((link.Flags & LinkFlags.Loopback) != 0)
            return address.Address is { Address: var own, Length: 8 or 128 } && (own.Equals(IPAddress.Loopback) || own.Equals(IPAddress.IPv6Loopback));
        // Before Linux 5.18 nothing says who made it; but then it follows from the MAC address.
        return address.Address is { Length: 64, Address.IsIPv6LinkLocal: true }
            && (address.Protocol == MadeByKernelLinkLocal || (link.MacAddress is { } mac && address.Address.Address.Equals(LinkLocalOf(mac))));
    }

    /// <summary>RFC 4291, appendix A.</summary>
    private static IPAddress LinkLocalOf(MacAddress mac)
    {
        var bytes = mac.ToBytes();
        return new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(bytes[0] ^ 2), bytes[1], bytes[2], 0xff, 0xfe, bytes[3], bytes[4], bytes[5]]);
    }

    /// <summary>The routes that a description could have asked for.</summary>
    internal IEnumerable<(LabRoute Route, RouteMessage Message)> DescribableRoutes()
    {
        var names = Links.ToDictionary(link => link.Index, link => link.Name);
        foreach (var route in Routes)
        {
            var isPlain = route is
            {
                Table: RouteMessage.MainTable, Type: RouteType.Unicast, Protocol: ProtocolBoot or ProtocolStatic, Multipath.Count: 0, NextHopId: 0, Tos: 0, From: null,
            };
            if (!isPlain || (route.Gateway is { } hop && hop.AddressFamily != route.Destination.Family) || !names.TryGetValue(route.InterfaceIndex, out var name))
                continue;
            var metric = route.Metric == RouteMessage.DefaultMetric(route.Destination.Family) ? 0 : route.Metric;
            yield return (new LabRoute(route.Destination) { NextHop = route.Gateway, InterfaceAlias = name, Metric = metric }, route);
        }
    }

    internal bool ForwardsIPv4 => Session.Settings.ForwardsIPv4();

    /// <summary>Null where there is no IPv6.</summary>
    internal bool? ForwardsIPv6 => Session.HasIPv6 ? Session.Settings.ForwardsIPv6() : null;

    internal static bool HasIPv6(IEnumerable<IPPrefix> addresses) => addresses.Any(address => address.Family == AddressFamily.InterNetworkV6);
}
