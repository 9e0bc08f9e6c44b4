using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Routes;

/// <summary>Reads, adds and removes neighbour entries.</summary>
public static class NeighborOperations
{
    /// <summary>
    /// All entries but the kernel's own for multicast and loopback (NoArp) and those of which nothing is known, which `ip neighbour` leaves out too.
    /// </summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetNeighbor> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Neighbors.List()
            .Where(entry => (entry.State & ~NeighborState.NoArp) != 0 || (entry.Flags & NeighborFlags.ExternallyLearned) != 0)
            .Where(entry => names.ContainsKey(entry.InterfaceIndex))
            .Select(entry => new NetNeighbor
            {
                IPAddress = entry.Address.ToString(),
                MacAddress = entry.MacAddress?.ToString(),
                State = entry.State,
                Flags = entry.Flags,
                InterfaceAlias = names[entry.InterfaceIndex],
                InterfaceIndex = entry.InterfaceIndex,
                AddressFamily = entry.Address.AddressFamily,
                Namespace = session.Name,
                NamespaceId = session.Identity,
            })
            .ToList();
    });

    /// <summary>Plans a permanent entry.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, InvalidMacAddress, NeighborExists.</exception>
    public static Plan PlanAdd(NamespaceSession session, string interfaceName, IPAddress address, MacAddress mac)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        LinkSettings.Check(interfaceName, null, mac);
        var plan = new Plan();
        plan.Add(
            () => session.Shell.Ip($"neighbour add {address} lladdr {mac} nud permanent dev {ShellPrefix.Quote(interfaceName)}"),
            () => KernelErrors.Explained(
                address.ToString(),
                () => session.Neighbors.Add(link.Index, address, mac),
                failure => failure.Errno == Errno.EEXIST
                    ? new NetworkException(
                        NetworkError.NeighborExists, $"'{interfaceName}' has an entry for {address} already{Entry()}.", address.ToString(),
                        $"Remove-NetNeighbor {address} {interfaceName} removes it.", failure)
                    : null),
            () => session.Neighbors.Remove(link.Index, address));
        return plan;

        string Entry() => session.Neighbors.List().FirstOrDefault(other => other.InterfaceIndex == link.Index && other.Address.Equals(address)) is { } entry
            ? $": {entry.MacAddress?.ToString() ?? "no MAC address"}, {entry.State}"
            : string.Empty;
    }

    /// <summary>Plans to remove an entry.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NeighborNotFound.</exception>
    public static Plan PlanRemove(NamespaceSession session, string interfaceName, IPAddress address)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        var entry = KernelErrors.Explained(interfaceName, () => session.Neighbors.List())
            .FirstOrDefault(other => other.InterfaceIndex == link.Index && other.Address.Equals(address))
            ?? throw NotFound(session, address.ToString());
        var plan = new Plan();
        plan.Add(
            () => session.Shell.Ip($"neighbour delete {address} dev {ShellPrefix.Quote(interfaceName)}"),
            () => KernelErrors.Explained(address.ToString(), () => session.Neighbors.Remove(link.Index, address)),
            () => session.Neighbors.Restore(entry));
        return plan;
    }

    /// <summary>No such neighbour is known.</summary>
    public static NetworkException NotFound(NamespaceSession session, string address) => new(
        NetworkError.NeighborNotFound, $"{session.Description} knows no neighbour {address}.", address, "Get-NetNeighbor lists the neighbours there are.");
}
