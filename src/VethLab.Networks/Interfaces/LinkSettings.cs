using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Interfaces;

/// <summary>Steps and checks that making any kind of link needs.</summary>
internal static class LinkSettings
{
    /// <summary>The smallest MTU that IPv4 works with (RFC 791), and the largest that an Ethernet-like device takes.</summary>
    private const int SmallestMtu = 68, LargestMtu = 65535;

    /// <exception cref="NetworkException">InvalidMtu, InvalidMacAddress.</exception>
    internal static void Check(string name, int? mtu, MacAddress? mac)
    {
        if (mtu is < SmallestMtu or > LargestMtu)
        {
            throw new NetworkException(
                NetworkError.InvalidMtu,
                $"An MTU of {mtu} is not possible for '{name}'.",
                name,
                $"Choose {SmallestMtu} to {LargestMtu} bytes; IPv6 needs 1280.");
        }
        if (mac is { } address && (address.IsMulticast || address.IsZero))
        {
            throw new NetworkException(
                NetworkError.InvalidMacAddress,
                $"{address} cannot be the address of '{name}': {(address.IsZero ? "it is zero" : "it is a multicast address")}.",
                name,
                "Choose one whose first byte is even, such as 02:00:00:00:00:01.");
        }
    }

    /// <summary>Whether addresses were given and all of them are IPv4.</summary>
    internal static bool IsIPv4Only(IReadOnlyList<IPPrefix> addresses) =>
        addresses.Count > 0 && addresses.All(address => address.Family == AddressFamily.InterNetwork);

    /// <summary>
    /// Plans the readable mark, and no IPv6 link-local address where the link serves IPv4 alone: it would only chatter (neighbour
    /// discovery, MLD, router solicitation) into every capture. Must stand before the link comes up.
    /// </summary>
    internal static void PlanMark(Plan plan, NamespaceSession session, string name, bool makesLinkLocal)
    {
        var isQuiet = !makesLinkLocal && session.HasIPv6;
        plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(name)} alias {VethLabMark.Alias}{(isQuiet ? " addrgenmode none" : string.Empty)}"),
            () => Change(session, name, new LinkDescription { Alias = VethLabMark.Alias, MakesLinkLocalAddress = isQuiet ? false : null }));
    }

    /// <summary>Plans the addresses of new links, and that they come up unless they are to stay down: first the last, so that the first finds its peer up.</summary>
    internal static void PlanAddressesAndUp(Plan plan, bool down, params IReadOnlyList<(NamespaceSession Session, string Name, IReadOnlyList<IPPrefix> IPAddress)> links)
    {
        PlanAddresses(early: true);
        if (!down)
        {
            foreach (var (session, name, _) in links.Reverse())
                PlanUp(plan, session, name);
        }
        PlanAddresses(early: false);

        void PlanAddresses(bool early)
        {
            foreach (var (session, name, addresses) in links)
            {
                foreach (var address in addresses.Where(address => AddressOperations.WantsLinkUp(address) != early))
                    AddressOperations.PlanAddToNew(plan, session, name, address);
            }
        }
    }

    private static void PlanUp(Plan plan, NamespaceSession session, string name) => plan.Add(
        () => session.Shell.Ip($"link set {ShellPrefix.Quote(name)} up"),
        () => Change(session, name, new LinkDescription { Up = true }));

    private static void Change(NamespaceSession session, string name, LinkDescription change) =>
        KernelErrors.Explained(name, () => session.Links.Change(0, change with { Name = name }));
}
