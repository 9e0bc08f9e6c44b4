using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>
/// What a node has, of itself, its group, its kind and the defaults. A single value is the nearest one's; lists and maps are joined, the nearest last, as
/// containerlab does it (types/topology.go).
/// </summary>
internal sealed class TopologySections(DocumentNode topology)
{
    private static readonly string[] Named = ["kinds", "groups", "nodes"];

    private readonly DocumentNode? defaults = topology["defaults"];

    internal IReadOnlyList<DocumentMember> Nodes => topology["nodes"]?.Members ?? [];

    /// <summary>All maps in which keys of nodes can be, once each.</summary>
    internal IEnumerable<DocumentNode> All =>
        new[] { defaults }.OfType<DocumentNode>()
            .Concat(Named.SelectMany(section => topology[section]?.Members ?? []).Select(member => member.Value));

    internal string? KindOf(DocumentNode node) =>
        node.TextAt("kind") ?? Group(node.TextAt("group"))?.TextAt("kind") ?? Group(defaults?.TextAt("group"))?.TextAt("kind") ?? defaults?.TextAt("kind");

    /// <summary>The nearest value of a key; null: none has it.</summary>
    internal DocumentNode? Nearest(DocumentNode node, string key) => Layers(node).Select(layer => layer[key]).LastOrDefault(value => value is not null);

    /// <summary>The elements of all lists of a key, those of the defaults first.</summary>
    internal IEnumerable<DocumentNode> Joined(DocumentNode node, string key) =>
        Layers(node).Select(layer => layer[key]).OfType<DocumentNode>().SelectMany(value => value.Items ?? (value is { IsMap: false, Value: not null } ? [value] : []));

    /// <summary>The members of all maps of a key, of which the nearest wins.</summary>
    internal IEnumerable<DocumentMember> Merged(DocumentNode node, string key) =>
        Layers(node).SelectMany(layer => layer[key]?.Members ?? []).GroupBy(member => member.Key).Select(same => same.Last());

    private IEnumerable<DocumentNode> Layers(DocumentNode node)
    {
        var kind = KindOf(node) is { } name ? topology["kinds"]?[name] : null;
        var group = Group(node.TextAt("group") ?? kind?.TextAt("group") ?? defaults?.TextAt("group"));
        return new[] { defaults, kind, group, node }.OfType<DocumentNode>();
    }

    private DocumentNode? Group(string? name) => name is null ? null : topology["groups"]?[name];
}
