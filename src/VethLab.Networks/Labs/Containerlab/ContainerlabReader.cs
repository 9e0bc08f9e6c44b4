using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>Makes a description of a topology: its nodes first, then the links between them, then what the nodes' command lines say.</summary>
internal sealed class ContainerlabReader(DocumentNode root, LabProblems problems, LabProblems notes)
{
    private const long KernelMtu = LabNormalForm.DefaultMtu;

    private readonly Dictionary<string, ContainerlabNode> nodes = [];
    private readonly List<(ContainerlabEnd[] Ends, DocumentNode At, DocumentNode? Mtu)> links = [];
    private readonly TopologySections sections = new(root["topology"] ?? root);
    private readonly string labName = root.TextAt("name") ?? string.Empty;

    internal DocumentNode Read()
    {
        if (root["topology"] is not { IsMap: true } topology)
        {
            problems.Add(root["topology"] ?? root, "a topology of containerlab has a map 'topology'", "Its nodes and links are in there. A description of VethLab's own is no *.clab.yml file.");
            return DocumentNode.Map(string.Empty, root.Position, root["name"] is { } only ? [ContainerlabNode.New("name", only)] : []);
        }
        new ContainerlabNotes(root, sections, notes).Add();
        foreach (var member in sections.Nodes)
            ReadNode(member);
        foreach (var link in topology["links"]?.Items ?? [])
            ReadLink(link);
        foreach (var node in nodes.Values)
        {
            if (node.Role is ContainerlabRole.Bridge or ContainerlabRole.Here)
            {
                RefuseChanges(node);
                continue;
            }
            ReadSysctls(node);
            new ContainerlabExec(node, nodes.Values, links.SelectMany(link => link.Ends), sections, notes, labName).Read();
        }
        return Lab();
    }

    private void ReadNode(DocumentMember member)
    {
        var mode = sections.Nearest(member.Value, "network-mode")?.Value as string;
        var home = member.Key == labName && !IsLinked(member.Key);
        switch (sections.KindOf(member.Value))
        {
            case "bridge" or "ovs-bridge":
                Add(member, ContainerlabRole.Bridge, BridgeName(member));
                break;
            case "host":
                Add(member, ContainerlabRole.Here, LabName.Here);
                break;
            case null:
                problems.Add(member.Value.Path, member.Position, "the node has no kind", "Give it one, or its group, or the defaults: linux or bridge.");
                Add(member, ContainerlabRole.Namespace, Prefixed(member.Key));
                break;
            case "ext-container" or "k8s-kind":
                problems.Add(
                    member.Value.Path, member.Position, $"a node of kind {sections.KindOf(member.Value)} stands for something outside of the lab",
                    "Nodes can be of kind linux, bridge or host.");
                break;
            case "linux" when mode == "host":
                notes.Add(member.Value.Path, member.Position, "network-mode host: the node is the namespace where the lab is made", string.Empty);
                Add(member, ContainerlabRole.Here, LabName.Here);
                break;
            case var kind:
                if (kind != "linux")
                    notes.Add(member.Value.Path, member.Position, $"a node of kind {kind} becomes a namespace, without the software that it would run", string.Empty);
                if (mode is not null and not "none" and not "bridge")
                    notes.Add(member.Value.Path, member.Position, $"network-mode {mode} is not possible; the node has a namespace of its own", string.Empty);
                Add(member, home ? ContainerlabRole.Home : ContainerlabRole.Namespace, home ? labName : Prefixed(member.Key));
                break;
        }
    }

    /// <summary>Whether a link ends in the node itself.</summary>
    private bool IsLinked(string node) => (root["topology"]!["links"]?.Items ?? []).SelectMany(link => (link["endpoints"]?.Items ?? []).Append(link["endpoint"]))
        .Any(end => end?.TextAt("node") == node || (end?.Value as string)?.Split(':')[0] == node);

    private void Add(DocumentMember member, ContainerlabRole role, string name) => nodes[member.Key] = new ContainerlabNode(member, role, name);

    /// <summary>"br01|parent": a bridge in a namespace. That is the lab's own where the parent is called as the lab is.</summary>
    private string BridgeName(DocumentMember member)
    {
        var bar = member.Key.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0)
            notes.Add(member.Value.Path, member.Position, "containerlab joins to a bridge that is there; the lab makes one of its own", string.Empty);
        else if (member.Key[(bar + 1)..] != labName)
            notes.Add(member.Value.Path, member.Position, $"the bridge lives with the lab's other bridges, not in the node {member.Key[(bar + 1)..]}", string.Empty);
        return bar < 0 ? member.Key : member.Key[..bar];
    }

    private string Prefixed(string node) => root["prefix"] is null ? node : root.TextAt("prefix") switch
    {
        null or "" => node,
        "__lab-name" => $"{labName}-{node}",
        var prefix => $"{prefix}-{labName}-{node}",
    };

    /// <summary>Whether a link is of a type that a lab has.</summary>
    internal static bool Makes(DocumentNode link) => (link.TextAt("type") ?? "veth") is "veth" or "veth-stitch" or "host";

    private void ReadLink(DocumentNode link)
    {
        var type = link.TextAt("type") ?? "veth";
        switch (type)
        {
            case "veth" or "veth-stitch" when link["endpoints"] is { Items: [var a, var b] } endpoints:
                ContainerlabEnd?[] ends = [ReadEnd(a), ReadEnd(b)];
                for (var i = 0; i < 2 && ends[i] is { } end; i++)
                {
                    AddAddress(end, a.IsMap ? endpoints.Items[i]["ipv4"] : null);
                    AddAddress(end, a.IsMap ? endpoints.Items[i]["ipv6"] : null);
                    AddAddress(end, link["ipv4"]?.Items?.ElementAtOrDefault(i));
                    AddAddress(end, link["ipv6"]?.Items?.ElementAtOrDefault(i));
                }
                if (ends is [{ } first, { } second])
                    links.Add(([first, second], link, link["mtu"]));
                break;
            case "veth" or "veth-stitch":
                problems.Add(link["endpoints"] ?? link, "a link has two endpoints", "Write endpoints: [\"node1:eth1\", \"node2:eth1\"].");
                break;
            case "host" when link["endpoint"] is { IsMap: true } endpoint && link["host-interface"] is { } name:
                if (ReadEnd(endpoint) is { } there)
                    links.Add(([there, new ContainerlabEnd(name, Here(), LabName.Here, link.TextAt("host-interface") ?? string.Empty)], link, link["mtu"]));
                break;
            case "host":
                problems.Add(link, "a link to the host has an endpoint and a host-interface", "Write both, or endpoints: [\"node1:eth1\", \"host:veth1\"].");
                break;
            default:
                notes.Add(link, $"a link of type {type} is left out", string.Empty);
                break;
        }
    }

    private static void AddAddress(ContainerlabEnd end, DocumentNode? address)
    {
        if (address is { IsMap: false, IsList: false, Value: not (null or "") })
            end.Addresses.Add(address);
    }

    private ContainerlabEnd? ReadEnd(DocumentNode node)
    {
        if (node is { Value: string text } && text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < text.Length - 1)
        {
            if (text[..colon] is "mgmt-net" or "macvlan" && !nodes.ContainsKey(text[..colon]))
            {
                notes.Add(node, $"a link to {text[..colon]} is left out", string.Empty);
                return null;
            }
            return new ContainerlabEnd(node, Find(text[..colon]), text[..colon], text[(colon + 1)..]);
        }
        if (node.TextAt("node") is { } name && node.TextAt("interface") is { } interfaceName)
            return new ContainerlabEnd(node, Find(name), name, interfaceName) { MacAddress = node["mac"] };
        problems.Add(node, "the endpoint does not say which interface of which node it is", "Write \"node1:eth1\", or a map with node and interface.");
        return null;
    }

    private ContainerlabNode? Find(string name) => nodes.GetValueOrDefault(name) ?? (name == "host" ? Here() : null);

    private ContainerlabNode Here() => new(new DocumentMember("host", root.Position, root), ContainerlabRole.Here, LabName.Here);

    /// <summary>A bridge, and the machine, are no containers in which something is set or run; what they merely inherit is meant for those.</summary>
    private void RefuseChanges(ContainerlabNode node)
    {
        foreach (var line in node.At["exec"]?.Items ?? [])
            notes.Add(line, $"'{line.Text ?? line.Value}' is not run: it would change the machine", string.Empty);
        if (node.At["sysctls"] is { } sysctls)
            notes.Add(sysctls, "the sysctls are not set: they would change the machine", string.Empty);
    }

    private void ReadSysctls(ContainerlabNode node)
    {
        foreach (var sysctl in sections.Merged(node.At, "sysctls"))
            ContainerlabExec.AddSysctl(node, sysctl);
    }

    private DocumentNode Lab()
    {
        List<DocumentMember> members = [];
        if (root["name"] is { } name)
            members.Add(ContainerlabNode.New("name", name));
        foreach (var (key, role) in new[] { ("bridges", ContainerlabRole.Bridge), ("namespaces", ContainerlabRole.Namespace) })
        {
            members.Add(ContainerlabNode.New(key, DocumentNode.Map(string.Empty, root.Position, nodes.Values.Where(node => node.Role == role).Select(
                node => new DocumentMember(node.Name, node.Member.Position, DocumentNode.Map(node.At.Path, node.Member.Position, node.Members()))).ToList())));
        }
        members.Add(ContainerlabNode.New("links", DocumentNode.List(string.Empty, root.Position, links.Select(Link).ToList())));
        foreach (var home in nodes.Values.Where(node => node.Role == ContainerlabRole.Home))
            members.AddRange(home.Members());
        return DocumentNode.Map(string.Empty, root.Position, members);
    }

    private static DocumentNode Link((ContainerlabEnd[] Ends, DocumentNode At, DocumentNode? Mtu) link)
    {
        List<DocumentMember> members = [ContainerlabNode.New("ends", DocumentNode.List(link.At.Path, link.At.Position, link.Ends.Select(end => end.ToDocument()).ToList()))];
        // What the kernel gives a pair by itself need not be asked for.
        if (link.Mtu is not null and not { Value: KernelMtu })
            members.Add(ContainerlabNode.New("mtu", link.Mtu));
        return DocumentNode.Map(link.At.Path, link.At.Position, members);
    }
}
