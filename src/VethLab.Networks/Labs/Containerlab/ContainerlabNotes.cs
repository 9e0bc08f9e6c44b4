using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>Notes of what a topology says and a lab of namespaces does not have: each key at its place, but images once for all.</summary>
internal sealed class ContainerlabNotes(DocumentNode root, TopologySections sections, LabProblems notes)
{
    private static readonly string[] OfFile = ["name", "prefix", "topology"];
    private static readonly string[] OfTopology = ["defaults", "kinds", "groups", "nodes", "links"];
    private static readonly string[] OfNode = ["kind", "group", "image", "exec", "env", "sysctls", "network-mode"];
    private static readonly string[] OfLink = ["type", "endpoints", "endpoint", "host-interface", "mtu", "ipv4", "ipv6"];
    private static readonly string[] OfEndpoint = ["node", "interface", "mac", "ipv4", "ipv6"];

    internal void Add()
    {
        var topology = root["topology"]!;
        AddOthers(root, OfFile);
        AddOthers(topology, OfTopology);
        foreach (var section in sections.All)
            AddOthers(section, OfNode);
        foreach (var link in topology["links"]?.Items ?? [])
        {
            if (!ContainerlabReader.Makes(link))
                continue;
            AddOthers(link, OfLink);
            foreach (var endpoint in (link["endpoints"]?.Items ?? []).Append(link["endpoint"]))
                AddOthers(endpoint, OfEndpoint);
        }
        var images = sections.All.Select(section => section["image"]).OfType<DocumentNode>().ToList();
        if (images.Count > 0)
        {
            var names = images.Select(image => $"{image.Text ?? image.Value}").Distinct().ToList();
            notes.Add(images[0], $"there are no containers: the nodes are namespaces and run this machine's programs, not those of {string.Join(", ", names)}", string.Empty);
        }
    }

    private void AddOthers(DocumentNode? map, string[] known)
    {
        foreach (var member in map?.Members ?? [])
        {
            if (!known.Contains(member.Key))
                notes.Add(member.Value.Path, member.Position, $"'{member.Key}' is left out", string.Empty);
        }
    }
}
