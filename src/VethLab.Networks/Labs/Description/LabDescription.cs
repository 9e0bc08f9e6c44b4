using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Description;

/// <summary>
/// What a lab shall be, worked out in full: every name given, every address handed out. What is written in files is shorter
/// (<see cref="LabDocument"/>); this is what is planned, made, compared and written back.
/// </summary>
public sealed record LabDescription(string Name)
{
    public LabPlacement Placement { get; init; }

    public SnapshotList<LabBridge> Bridges { get; init; } = [];

    public SnapshotList<LabNamespace> Namespaces { get; init; } = [];

    public SnapshotList<LabLink> Links { get; init; } = [];

    /// <summary>What holds where the bridges live.</summary>
    public LabHost Host { get; init; } = new();

    /// <summary>IPv4 networks whose packets leave with an address of the namespace where the lab is made.</summary>
    public SnapshotList<IPPrefix> Masquerade { get; init; } = [];

    /// <summary>The pair between the lab's own namespace and the one where it is made; null: none.</summary>
    public LabUplink? Uplink { get; init; }

    /// <summary>Who shall reach whom, and who shall not; empty: everybody everybody.</summary>
    public SnapshotList<LabExpectation> Reachability { get; init; } = [];
}

/// <summary>What holds in a namespace as a whole.</summary>
public record LabHost
{
    /// <summary>Addresses of its loopback besides the usual ones.</summary>
    public SnapshotList<IPPrefix> IPAddress { get; init; } = [];

    /// <summary>Whether it passes on packets that are not for it, IPv4 and IPv6.</summary>
    public bool Forwarding { get; init; }

    public SnapshotList<LabSysctl> Sysctls { get; init; } = [];

    public SnapshotList<LabRoute> Routes { get; init; } = [];

    /// <summary>Which packets it lets through; null: all.</summary>
    public LabFirewall? Firewall { get; init; }

    /// <summary>What is started in it when all else is there, in this order.</summary>
    public SnapshotList<LabCommand> Commands { get; init; } = [];
}

/// <summary>A namespace of a lab: a machine of its own.</summary>
public sealed record LabNamespace(string Name) : LabHost;

/// <summary>A bridge of a lab.</summary>
public sealed record LabBridge(string Name)
{
    public SnapshotList<IPPrefix> IPAddress { get; init; } = [];

    public MacAddress? MacAddress { get; init; }

    public int? Mtu { get; init; }

    public bool Stp { get; init; }
}

/// <summary>A veth pair.</summary>
public sealed record LabLink(LabEnd End, LabEnd Peer)
{
    public int? Mtu { get; init; }

    /// <summary>"ns01:eth0 - br01:veth01".</summary>
    public override string ToString() => $"{End.Node}:{End.Name} - {Peer.Node}:{Peer.Name}";
}

/// <summary>What an end of a link is in.</summary>
public enum LabNodeKind
{
    Namespace,

    /// <summary>The end is a port of the bridge, and lives where the bridges live.</summary>
    Bridge,

    /// <summary>The end lives in the namespace where the lab is made.</summary>
    Here,
}

/// <summary>One end of a link.</summary>
/// <param name="Kind">What it is in.</param>
/// <param name="Node">The namespace's or bridge's name; "here".</param>
/// <param name="Name">The interface's name.</param>
public sealed record LabEnd(LabNodeKind Kind, string Node, string Name)
{
    public SnapshotList<IPPrefix> IPAddress { get; init; } = [];

    public MacAddress? MacAddress { get; init; }

    /// <summary>Instead of its link's; the ends of a pair can differ, though packets that are too large for one are lost then.</summary>
    public int? Mtu { get; init; }
}

/// <summary>A route of a namespace.</summary>
public sealed record LabRoute(IPPrefix Destination)
{
    /// <summary>As it is made.</summary>
    internal Routes.RouteDescription Description => new(Destination)
    {
        Hops = [new Routes.HopDescription { NextHop = NextHop, InterfaceAlias = InterfaceAlias }],
        Metric = Metric,
    };

    /// <summary>"default via 10.0.0.1 dev eth0".</summary>
    public override string ToString() =>
        $"{(Destination.Length == 0 ? "default" : Destination)}{(NextHop is null ? "" : $" via {NextHop}")}{(InterfaceAlias is null ? "" : $" dev {InterfaceAlias}")}";

    public System.Net.IPAddress? NextHop { get; init; }

    public string? InterfaceAlias { get; init; }

    public uint Metric { get; init; }
}

/// <summary>A setting below /proc/sys/net, its key with slashes: ipv4/conf/all/rp_filter.</summary>
public sealed record LabSysctl(string Key, string Value);

/// <summary>How a lab is joined to the namespace where it is made.</summary>
public sealed record LabUplink
{
    /// <summary>The end in the namespace where the lab is made.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>
    /// The IPv4 network between the two: the first address is that of the namespace where the lab is made, the second the lab's. Null: a /30 that
    /// is free there.
    /// </summary>
    public IPPrefix? Network { get; init; }
}

/// <summary>Whether a namespace shall reach another.</summary>
public sealed record LabExpectation(string From, string To, bool Reaches)
{
    public override string ToString() => Reaches ? $"{From} -> {To}" : $"{From} -/-> {To}";
}
