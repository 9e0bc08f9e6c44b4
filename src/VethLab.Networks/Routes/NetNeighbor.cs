using System.ComponentModel;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Routes;

/// <summary>An entry of the ARP table or of IPv6 neighbour discovery, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetNeighbor : NetObject
{
    /// <summary>The same as <see cref="IPAddress"/>.</summary>
    public string Name => IPAddress;

    /// <summary>The neighbour's address.</summary>
    public required string IPAddress { get; init; }

    /// <summary>Null while it is not known.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Reachable, Stale, Failed, Permanent … (NUD_*).</summary>
    public NeighborState State { get; init; }

    /// <summary>Router: an IPv6 neighbour that says it is one; ExternallyLearned: written by a daemon; Managed: kept reachable by the kernel.</summary>
    public NeighborFlags Flags { get; init; }

    public required string InterfaceAlias { get; init; }

    public int InterfaceIndex { get; init; }

    public AddressFamily AddressFamily { get; init; }

    public override string ToString() => $"{IPAddress} {MacAddress}";
}
