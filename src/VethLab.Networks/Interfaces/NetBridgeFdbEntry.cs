using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>
/// An entry of a bridge's MAC table: behind which port an address is. Or one that an interface keeps itself: a VXLAN's of remote hosts, others'
/// of the multicast addresses that they listen to. As it was when it was read.
/// </summary>
public sealed record NetBridgeFdbEntry : NetObject
{
    /// <summary>The same as <see cref="MacAddress"/>.</summary>
    public string Name => MacAddress;

    public required string MacAddress { get; init; }

    /// <summary>The port, or the bridge itself for its own address.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Null for what the interface keeps itself (`bridge fdb`: self).</summary>
    public required string? Bridge { get; init; }

    /// <summary>The address of the port or bridge itself; never forgotten.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Written by somebody, not learnt from a packet.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Null without VLAN filtering.</summary>
    public int? VlanId { get; init; }

    /// <summary>VXLAN: the host behind which the address is; null elsewhere.</summary>
    public string? Destination { get; init; }

    /// <summary>VXLAN: UDP port of <see cref="Destination"/>; null: the interface's own.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>VXLAN: network identifier at <see cref="Destination"/>; null: the interface's own.</summary>
    public uint? Vni { get; init; }

    /// <summary>VXLAN: the interface that leads to <see cref="Destination"/>; null: as the routes say.</summary>
    public string? Via { get; init; }

    /// <summary>ExternallyLearned, Sticky, Offloaded, Router, Locked.</summary>
    public NeighborFlags Flags { get; init; }

    public override string ToString() => $"{MacAddress} {InterfaceAlias}";

    /// <summary>The entries of all bridges in a namespace, and those that interfaces keep themselves.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetBridgeFdbEntry> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var links = session.Links.List().ToDictionary(link => link.Index);
        return session.BridgeFdb.List()
            .Where(entry => links.ContainsKey(entry.PortIndex) && (entry.BridgeIndex == 0 || links.ContainsKey(entry.BridgeIndex)))
            .Select(entry => new NetBridgeFdbEntry
            {
                MacAddress = entry.MacAddress.ToString(),
                InterfaceAlias = links[entry.PortIndex].Name,
                Bridge = links.GetValueOrDefault(entry.BridgeIndex)?.Name,
                IsLocal = entry.BridgeIndex != 0 && (entry.State & NeighborState.Permanent) != 0,
                IsStatic = (entry.State & (entry.BridgeIndex == 0 ? NeighborState.Permanent | NeighborState.NoArp : NeighborState.NoArp)) != 0,
                VlanId = entry.VlanId,
                Destination = entry.Destination?.ToString(),
                DestinationPort = entry.DestinationPort,
                Vni = entry.Vni,
                Via = links.GetValueOrDefault(entry.ViaIndex)?.Name,
                Flags = entry.Flags & ~(NeighborFlags.Self | NeighborFlags.Master),
                Namespace = session.Name,
                NamespaceId = session.Identity,
            })
            .ToList();
    });
}
