using VethLab.Networks;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Drawing;

namespace VethLab.Tests.Labs;

/// <summary>Labs to draw, as if they had been read.</summary>
internal static class DrawnLab
{
    /// <summary>What a name could be that wants to be more than that.</summary>
    internal static readonly string[] HostileNames =
        ["<script>alert(1)</script>", "a\"b'c", "&amp;&lt;", "]]>--><!--", "x\u202ey\u200f", "\u001b[2J\n\u0007", "%%{init:{}}%%", "a\\N\\l\\", "#quot;;", "`**md**`", "名前", "é̂", "{{a}}|b|[c]", "\ufffd\ud800", new string('w', 255)];

    internal static NetInterface Interface(string name, LinkCondition condition, params string[] addresses) => new()
    {
        Name = name, Kind = "veth", IsUp = condition != LinkCondition.Down, HasCarrier = condition == LinkCondition.Up, IPAddress = [.. addresses],
    };

    /// <summary>A bridge with so many namespaces.</summary>
    internal static LabTopology Star(int count, Func<int, string> nameOf, Func<int, LinkCondition>? conditionOf = null)
    {
        var bridge = new TopologyNode(TopologyKind.Bridge, "br01") { Interfaces = [Interface("br01", LinkCondition.Up, "10.0.0.1/16", "fd00::1/64")] };
        var nodes = new List<TopologyNode> { bridge };
        var edges = new List<TopologyEdge>();
        for (var i = 0; i < count; i++)
            edges.Add(Link(bridge, $"veth{i}", Add(nodes, TopologyKind.Namespace, nameOf(i)), "eth0", conditionOf?.Invoke(i) ?? LinkCondition.Up, $"10.0.{i / 250}.{i % 250}/16"));
        return new LabTopology("demo", nodes, edges);
    }

    /// <summary>Nodes of all kinds, linked at random; every one of a seed is the same.</summary>
    internal static LabTopology Random(int seed)
    {
        var random = new Random(seed);
        var nodes = new List<TopologyNode>();
        var edges = new List<TopologyEdge>();
        var count = random.Next(1, 40);
        for (var i = 0; i < count; i++)
        {
            var kind = i == 0 && random.Next(3) == 0 ? TopologyKind.Here : (TopologyKind)random.Next(3);
            var node = Add(nodes, kind, random.Next(4) == 0 ? HostileNames[random.Next(HostileNames.Length)] : $"node{i}");
            // Mostly to one that is there, seldom to none, sometimes to a second one, which closes a circle.
            for (var links = i == 0 ? 0 : random.Next(8) switch { 0 => 0, 1 => 2, _ => 1 }; links > 0; links--)
            {
                var other = nodes[random.Next(2) == 0 ? random.Next(Math.Min(i, 3)) : random.Next(i)];
                var address = Enumerable.Range(0, random.Next(4)).Select(n => n == 0 ? $"10.{i}.{links}.1/24" : $"2001:db8:{i:x}:{links:x}:9abc:def0:1234:{n}/64").ToArray();
                edges.Add(Link(other, $"p{i}-{links}", node, random.Next(5) == 0 ? "interface-15-by" : $"eth{links}", (LinkCondition)random.Next(3), address));
            }
        }
        return new LabTopology("demo", nodes, edges);
    }

    private static TopologyNode Add(List<TopologyNode> nodes, TopologyKind kind, string name)
    {
        var node = new TopologyNode(kind, name) { Interfaces = kind == TopologyKind.Bridge ? [Interface("br", LinkCondition.Up)] : [] };
        nodes.Add(node);
        return node;
    }

    private static TopologyEdge Link(TopologyNode above, string name, TopologyNode below, string peer, LinkCondition condition, params string[] addresses)
    {
        var (end, own) = (Interface(name, condition == LinkCondition.Down ? LinkCondition.NoCarrier : condition), Interface(peer, condition, addresses));
        if (below.Kind != TopologyKind.Bridge)
            below.Interfaces = new SnapshotList<NetInterface>([.. below.Interfaces, own]);
        if (above.Kind != TopologyKind.Bridge)
            above.Interfaces = new SnapshotList<NetInterface>([.. above.Interfaces, end]);
        return new TopologyEdge(new TopologyEnd(above, end), new TopologyEnd(below, own));
    }
}
