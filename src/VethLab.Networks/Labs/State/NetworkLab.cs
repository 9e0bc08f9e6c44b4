using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.State;

/// <summary>A lab, as it was when it was read from the kernel. <see cref="NetObject.Namespace"/> is where its bridges live.</summary>
public sealed record NetworkLab : NetObject
{
    public required string Name { get; init; }

    public LabPlacement Placement { get; init; }

    /// <summary>Names of its namespaces, without the one that is called as the lab is and holds its bridges.</summary>
    public SnapshotList<string> Namespaces { get; init; } = [];

    public SnapshotList<NetBridge> Bridges { get; init; } = [];

    /// <summary>Its veth pairs, without the uplink; each by the end that is no bridge's port, where there is one.</summary>
    public SnapshotList<VethPair> Links { get; init; } = [];

    /// <summary>The networks of its bridges.</summary>
    public SnapshotList<string> Subnets { get; init; } = [];

    /// <summary>The networks that are masqueraded for it.</summary>
    public SnapshotList<string> Masquerade { get; init; } = [];

    /// <summary>The pair between the lab's own namespace and the one where it was made; null: there is none.</summary>
    public VethPair? Uplink { get; init; }

    /// <summary>Who shall reach whom, and who shall not; empty: everybody everybody.</summary>
    public SnapshotList<LabExpectation> Reachability { get; init; } = [];

    /// <summary>What its commands have left running; what of that has ended is told as well.</summary>
    public SnapshotList<LabProcess> Processes { get; init; } = [];

    public override string ToString() => Name;
}
