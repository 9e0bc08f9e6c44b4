using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>One end of a new veth pair: where it shall live and what it shall be.</summary>
public sealed record VethEndDescription(NamespaceSession Session, string Name)
{
    public IReadOnlyList<IPPrefix> IPAddress { get; init; } = [];

    public MacAddress? MacAddress { get; init; }
}

/// <summary>What a new veth pair shall be. The caller keeps the ends' sessions open.</summary>
public sealed record VethDescription(VethEndDescription End, VethEndDescription Peer)
{
    /// <summary>Next hop of a default route at <see cref="End"/>; must lie in one of its addresses' networks.</summary>
    public IPAddress? Gateway { get; init; }

    public int? Mtu { get; init; }

    /// <summary>Leave both ends down; no route is possible then.</summary>
    public bool Down { get; init; }
}
