using System.Management.Automation;
using VethLab.Networks.Addresses;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Routes;

namespace VethLab.PowerShell.Parameters;

/// <summary>
/// An interface as an argument, or an address, route, neighbour or line of a MAC table that stands for the interface that it lies on, where that
/// lives.
/// </summary>
public sealed class InterfaceOrEntryReference : InterfaceReference
{
    public InterfaceOrEntryReference(string name) : base(name)
    {
    }

    public InterfaceOrEntryReference(NetInterface netInterface) : base(netInterface)
    {
    }

    public InterfaceOrEntryReference(VethPair pair) : base(pair)
    {
    }

    public InterfaceOrEntryReference(NetIPAddress address) : base(address.InterfaceAlias, new NamespaceReference(address))
    {
    }

    public InterfaceOrEntryReference(NetNeighbor neighbor) : base(neighbor.InterfaceAlias, new NamespaceReference(neighbor))
    {
    }

    /// <exception cref="ArgumentException">It leads nowhere.</exception>
    public InterfaceOrEntryReference(NetRoute route) : base(
        route.InterfaceAlias ?? throw new ArgumentException($"The route {route} has no interface.", nameof(route)), new NamespaceReference(route))
    {
    }

    public InterfaceOrEntryReference(NetBridgeFdbEntry entry) : base(entry.InterfaceAlias, new NamespaceReference(entry))
    {
    }

    /// <exception cref="ArgumentException">It names no interface.</exception>
    public InterfaceOrEntryReference(PSObject saved) : base(saved)
    {
    }
}
