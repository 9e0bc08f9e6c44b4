using VethLab.Linux.Route;

namespace VethLab.Networks.Interfaces;

/// <summary>What shall become of a bridge; null leaves a thing as it is.</summary>
public sealed record BridgeChange
{
    public bool? Stp { get; init; }

    /// <summary>2 to 30 s (IEEE 802.1D) while STP is on; 0 to 30 s else.</summary>
    public TimeSpan? ForwardDelay { get; init; }

    public TimeSpan? AgeingTime { get; init; }

    /// <summary>IGMP and MLD snooping.</summary>
    public bool? MulticastSnooping { get; init; }

    public MacAddress? MacAddress { get; init; }

    public int? Mtu { get; init; }
}
