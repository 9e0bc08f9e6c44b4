using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

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
}
