using VethLab.Networks.Interfaces;

namespace VethLab.Networks.Labs.Drawing;

/// <summary>What a node of a drawing is.</summary>
internal enum TopologyKind
{
    Namespace,

    /// <summary>A namespace that passes packets on between two links or more.</summary>
    Router,

    Bridge,

    /// <summary>The lab's own namespace, where its bridges live.</summary>
    Place,

    /// <summary>The namespace where the lab was made: the machine.</summary>
    Here,
}

/// <summary>How a link, or one end of it, is.</summary>
internal enum LinkCondition
{
    Up,

    /// <summary>Up, but nothing is at the other end, or that is down.</summary>
    NoCarrier,

    Down,
}

/// <summary>Something that links end in.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">A namespace's or bridge's name; "here" for a namespace without one.</param>
internal sealed class TopologyNode(TopologyKind kind, string name)
{
    public TopologyKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>Of a namespace: what it has, without a loopback that has the usual addresses only. Of a bridge: itself.</summary>
    public SnapshotList<NetInterface> Interfaces { get; internal set; } = [];

    /// <summary>Of a namespace: its routes, in ip-route(8)'s words.</summary>
    public SnapshotList<string> Routes { get; init; } = [];

    /// <summary>What it does besides, each in a few words: "masquerade 192.168.88.0/24".</summary>
    public SnapshotList<string> Duties { get; init; } = [];
}

/// <summary>One end of an edge; the interface is null where the other side has none of its own.</summary>
internal sealed record TopologyEnd(TopologyNode Node, NetInterface? Interface)
{
    /// <summary>The interface's name; empty where there is none.</summary>
    public string Name => Interface?.Name ?? string.Empty;

    public LinkCondition Condition => Interface switch
    {
        null => LinkCondition.Up,
        { IsUp: false } => LinkCondition.Down,
        { HasCarrier: false } => LinkCondition.NoCarrier,
        _ => LinkCondition.Up,
    };
}

/// <summary>A veth pair; or, where neither end has an interface, a bridge that is an interface of a namespace.</summary>
internal sealed record TopologyEdge(TopologyEnd End, TopologyEnd Peer)
{
    /// <summary>The worse of its ends'.</summary>
    public LinkCondition Condition => (LinkCondition)Math.Max((int)End.Condition, (int)Peer.Condition);

    /// <summary>The end in a node.</summary>
    public TopologyEnd At(TopologyNode node) => ReferenceEquals(End.Node, node) ? End : Peer;

    /// <summary>The end that is not in a node.</summary>
    public TopologyEnd Opposite(TopologyNode node) => ReferenceEquals(End.Node, node) ? Peer : End;
}

/// <summary>A lab as a graph, as it was in the kernel at one time. Nodes are the same where they are the same object.</summary>
internal sealed record LabTopology(string Name, IReadOnlyList<TopologyNode> Nodes, IReadOnlyList<TopologyEdge> Edges);
