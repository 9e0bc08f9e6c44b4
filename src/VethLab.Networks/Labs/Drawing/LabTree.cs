namespace VethLab.Networks.Labs.Drawing;

/// <summary>A node in the order of a drawing, with what is drawn below it.</summary>
internal sealed class LabBranch(TopologyNode node, TopologyEdge? link, LabBranch? parent)
{
    private readonly List<LabBranch> children = [];

    public TopologyNode Node { get; } = node;

    /// <summary>The edge to what is above it; null: it is on top.</summary>
    public TopologyEdge? Link { get; } = link;

    public LabBranch? Parent { get; } = parent;

    public IReadOnlyList<LabBranch> Children => children;

    public bool IsLeaf => children.Count == 0;

    internal void Add(LabBranch child) => children.Add(child);
}

/// <summary>
/// A lab as trees, for drawing: breadth first from the machine, or else from the middle, so that no branch is deeper than it must be. Edges that
/// close a circle are in no tree.
/// </summary>
internal sealed class LabTree
{
    private readonly ILookup<TopologyNode, TopologyEdge> edges;
    private readonly HashSet<TopologyNode> reached = [];
    private readonly HashSet<TopologyEdge> used = new(ReferenceEqualityComparer.Instance);

    internal LabTree(LabTopology lab)
    {
        edges = lab.Edges.SelectMany(edge => new[] { edge.End.Node, edge.Peer.Node }.Distinct().Select(node => (node, edge)))
            .ToLookup(pair => pair.node, pair => pair.edge);
        var tops = new List<LabBranch>();
        foreach (var kind in new[] { TopologyKind.Here, TopologyKind.Place })
            tops.AddRange(lab.Nodes.Where(node => node.Kind == kind && !reached.Contains(node)).Select(Grow).ToList());
        foreach (var node in lab.Nodes)
        {
            if (!reached.Contains(node))
                tops.Add(Grow(MiddleOf(PartOf(node).Nodes)));
        }
        Tops = tops;
        Others = lab.Edges.Where(edge => !used.Contains(edge)).ToList();
    }

    /// <summary>The top of each part of the lab; parts are not joined.</summary>
    internal IReadOnlyList<LabBranch> Tops { get; }

    /// <summary>Edges that are in no tree.</summary>
    internal IReadOnlyList<TopologyEdge> Others { get; }

    private LabBranch Grow(TopologyNode root)
    {
        var top = new LabBranch(root, null, null);
        var next = new Queue<LabBranch>([top]);
        reached.Add(root);
        while (next.TryDequeue(out var branch))
        {
            foreach (var edge in edges[branch.Node])
            {
                var node = edge.Opposite(branch.Node).Node;
                if (!reached.Add(node))
                    continue;
                used.Add(edge);
                var child = new LabBranch(node, edge, branch);
                branch.Add(child);
                next.Enqueue(child);
            }
        }
        return top;
    }

    /// <summary>All that can be reached from a node, and in how many hops the farthest.</summary>
    private (List<TopologyNode> Nodes, int Depth) PartOf(TopologyNode start)
    {
        var hops = new Dictionary<TopologyNode, int> { [start] = 0 };
        var next = new Queue<TopologyNode>([start]);
        while (next.TryDequeue(out var node))
        {
            foreach (var other in edges[node].Select(edge => edge.Opposite(node).Node))
            {
                if (hops.TryAdd(other, hops[node] + 1))
                    next.Enqueue(other);
            }
        }
        return (hops.Keys.ToList(), hops.Values.Max());
    }

    /// <summary>The node from which the farthest is nearest; of several the one with the most links.</summary>
    private TopologyNode MiddleOf(List<TopologyNode> part)
    {
        // Whoever has one link is never nearer to the others than what it is linked to.
        var candidates = part.Where(node => edges[node].Count() > 1).DefaultIfEmpty(part[0]);
        return candidates.OrderBy(node => PartOf(node).Depth).ThenByDescending(node => edges[node].Count()).First();
    }
}
