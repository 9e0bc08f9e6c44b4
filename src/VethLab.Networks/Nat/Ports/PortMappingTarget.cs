using System.Net;
using System.Net.Sockets;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Nat.Ports;

/// <summary>Finds by which addresses one namespace reaches another, and by which port of a bridge.</summary>
public static class PortMappingTarget
{
    /// <summary>RT_SCOPE_UNIVERSE: an address that is known beyond its link.</summary>
    private const byte Global = 0;

    /// <summary>
    /// An address for each family that the namespace is reached by: on a link of both where there is one, else by a route of its own. Of several the
    /// preferred come first.
    /// </summary>
    /// <param name="session">The namespace that publishes.</param>
    /// <param name="there">The namespace whose port it is.</param>
    /// <param name="preferred">Addresses to prefer, with or without prefix length.</param>
    /// <exception cref="NetworkException">AddressNotFound: there is none.</exception>
    public static IReadOnlyList<IPAddress> AddressesOf(NamespaceSession session, NamespaceSession there, IReadOnlyList<string> preferred)
    {
        var found = new List<IPAddress>();
        var known = preferred.Select(text => text.Split('/')[0]).ToList();
        var all = KernelErrors.Explained(there.Name, () => there.Addresses.List()).Where(address => address.Scope == Global).Select(address => address.Address.Address)
            .OrderByDescending(address => known.Contains($"{address}")).ToList();
        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var ways = all.Where(address => address.AddressFamily == family).Select(address => (Address: address, Way: DestinationWay.Find(session, address)))
                .Where(way => way.Way is { IsDefault: false }).OrderByDescending(way => known.Contains($"{way.Address}")).ThenByDescending(way => way.Way!.Subnet is not null).ToList();
            if (ways.Count > 0)
                found.Add(ways[0].Address);
        }
        return found.Count > 0 ? found : throw new NetworkException(
            NetworkError.AddressNotFound,
            all.Count == 0 ? $"The {there.Description} has no address, so nothing can be sent there." : $"No route of {session.Description} leads to an address of {there.Description}: {string.Join(", ", all)}.",
            there.Name,
            "Connect them (New-VethPair, Add-VethToBridge), give both addresses of one network, or name the address with -DestinationAddress.");
    }

    /// <summary>The port of a bridge here whose other end has the address in the namespace; null: there is none.</summary>
    internal static (int Index, string Name, bool Hairpin)? BridgePort(NamespaceSession session, NamespaceSession there, IPAddress address) => KernelErrors.Explained(session.Name, () =>
    {
        var holder = there.Addresses.List().FirstOrDefault(one => one.Address.Address.Equals(address));
        if (holder is null || there.Links.Find(holder.InterfaceIndex) is not { LinkIndex: not 0 } end)
            return ((int, string, bool)?)null;
        var port = session.Links.Find(end.LinkIndex);
        return port is { Kind: "veth", BridgePort: { } data } && port.LinkIndex == end.Index ? (port.Index, port.Name, data.IsHairpin) : null;
    });
}
