using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Routes;

/// <summary>An entry of the ARP table or of IPv6 neighbour discovery, as it was when it was read.</summary>
public sealed record NetNeighbor : NetObject
{
    /// <summary>The neighbour's address.</summary>
    public string Name => IPAddress.ToString();

    public required IPAddress IPAddress { get; init; }

    /// <summary>Null while it is not known.</summary>
    public MacAddress? MacAddress { get; init; }

    /// <summary>Reachable, Stale, Failed, Permanent … (NUD_*).</summary>
    public NeighborState State { get; init; }

    public required string InterfaceAlias { get; init; }

    public int InterfaceIndex { get; init; }

    public AddressFamily AddressFamily => IPAddress.AddressFamily;

    public override string ToString() => $"{IPAddress} {MacAddress}";

    /// <summary>All entries but the kernel's own for multicast and loopback (NoArp), which `ip neighbour` leaves out too.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetNeighbor> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Neighbors.List()
            .Where(entry => (entry.State & NeighborState.NoArp) == 0 && entry.State != NeighborState.None && names.ContainsKey(entry.InterfaceIndex))
            .Select(entry => new NetNeighbor
            {
                IPAddress = entry.Address,
                MacAddress = entry.MacAddress,
                State = entry.State,
                InterfaceAlias = names[entry.InterfaceIndex],
                InterfaceIndex = entry.InterfaceIndex,
                Namespace = session.Name,
                NamespaceId = session.Identity,
            })
            .ToList();
    });
}
