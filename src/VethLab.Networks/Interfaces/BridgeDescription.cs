using VethLab.Linux.Route;

namespace VethLab.Networks.Interfaces;

/// <summary>What a new bridge shall be.</summary>
public sealed record BridgeDescription(string Name)
{
    /// <summary>Its addresses, in the order in which they are added.</summary>
    public IReadOnlyList<IPPrefix> IPAddress { get; init; } = [];

    /// <summary>Null: a random one, fixed all the same, so that it does not change as ports come and go.</summary>
    public MacAddress? MacAddress { get; init; }

    public int? Mtu { get; init; }

    public bool Stp { get; init; }

    /// <summary>Leave it down.</summary>
    public bool Down { get; init; }
}
