using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>An entry of a bridge's MAC table: behind which port an address is. As it was when it was read.</summary>
public sealed record NetBridgeFdbEntry : NetObject
{
    /// <summary>The same as <see cref="MacAddress"/>.</summary>
    public string Name => MacAddress;

    public required string MacAddress { get; init; }

    /// <summary>The port, or the bridge itself for its own address.</summary>
    public required string InterfaceAlias { get; init; }

    public required string Bridge { get; init; }

    /// <summary>The address of the port or bridge itself; never forgotten.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Written by somebody, not learnt from a packet.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Null without VLAN filtering.</summary>
    public int? VlanId { get; init; }

    public override string ToString() => $"{MacAddress} {InterfaceAlias}";

    /// <summary>The entries of all bridges in a namespace.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetBridgeFdbEntry> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var links = session.Links.List().ToDictionary(link => link.Index);
        return session.BridgeFdb.List()
            .Where(entry => links.ContainsKey(entry.PortIndex) && links.ContainsKey(entry.BridgeIndex))
            .Select(entry => new NetBridgeFdbEntry
            {
                MacAddress = entry.MacAddress.ToString(),
                InterfaceAlias = links[entry.PortIndex].Name,
                Bridge = links[entry.BridgeIndex].Name,
                IsLocal = (entry.State & NeighborState.Permanent) != 0,
                IsStatic = (entry.State & NeighborState.NoArp) != 0,
                VlanId = entry.VlanId,
                Namespace = session.Name,
                NamespaceId = session.Identity,
            })
            .ToList();
    });
}
