using System.ComponentModel;

namespace VethLab.Networks.Paths;

/// <summary>One thing on a packet's way that may let it pass or not: what the configuration says of it, and what a probe has shown.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record PathHop : NetObject
{
    /// <summary>From 1, in the order in which packets meet them.</summary>
    public int Index { get; init; }

    /// <summary>False on the way there, true on the way of the answer.</summary>
    public bool IsReturn { get; init; }

    public required PathHopKind Kind { get; init; }

    /// <summary>What is meant there: an interface, "ip filter FORWARD", "net.ipv4.ip_forward" …</summary>
    public required string Name { get; init; }

    /// <summary>What the configuration says, in one line: "default via 192.168.88.1 dev veth01 src 192.168.88.12".</summary>
    public required string Detail { get; init; }

    /// <summary>What the configuration says about the packets.</summary>
    public required PathHopState State { get; init; }

    /// <summary>Whether the probe was seen to pass here; null where no probe was sent, or nobody could look.</summary>
    public bool? IsSeen { get; init; }

    /// <summary>namespace: name.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}: {Name}";
}
