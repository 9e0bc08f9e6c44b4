using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Export;

/// <summary>Which short forms a description is written in. Whether they say the same is found out by reading what was written.</summary>
internal sealed record LabShortForms
{
    /// <summary>Bridges of which addresses are handed out, and how that is written.</summary>
    internal SnapshotList<LabPool> Pools { get; init; } = [];

    /// <summary>Namespaces whose interfaces have no names written; the empty text stands for ports, "here" for ends here.</summary>
    internal SnapshotList<string> Nameless { get; init; } = [];

    /// <summary>Bridges whose namespaces are made by a number.</summary>
    internal SnapshotList<LabStar> Stars { get; init; } = [];

    /// <summary>The next hops of default routes are written at the ends that they are reached by.</summary>
    internal bool Gateways { get; init; }

    internal LabPool? PoolOf(string bridge) => Pools.FirstOrDefault(pool => pool.Bridge == bridge);
}

/// <summary>A bridge with a subnet.</summary>
/// <param name="Bridge">Its name.</param>
/// <param name="Subnets">Its networks.</param>
/// <param name="Gateways">Who is the gateway instead of the bridge; null: the bridge.</param>
/// <param name="HasAddresses">Whether the bridge's own addresses are written.</param>
internal sealed record LabPool(string Bridge, SnapshotList<IPPrefix> Subnets, SnapshotList<System.Net.IPAddress>? Gateways, bool HasAddresses)
{
    /// <summary>Ends, as NODE:INTERFACE, whose addresses are written all the same: others than would be handed out.</summary>
    internal SnapshotList<string> Written { get; init; } = [];
}

/// <summary>A bridge whose namespaces are called PREFIX01, PREFIX02 … and have nothing of their own.</summary>
internal sealed record LabStar(string Bridge, string Prefix, int Count)
{
    internal IEnumerable<string> Spaces => Enumerable.Range(1, Count)
        .Select(number => Prefix + number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(Math.Max(2, $"{Count}".Length), '0'));
}
