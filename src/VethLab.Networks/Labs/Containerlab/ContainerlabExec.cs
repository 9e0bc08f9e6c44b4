using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>Takes what a node's command lines say about its network into the description; whatever else they do stays a command.</summary>
internal sealed class ContainerlabExec(
    ContainerlabNode node, IEnumerable<ContainerlabNode> nodes, IEnumerable<ContainerlabEnd> ends, TopologySections sections, LabProblems notes, string labName)
{
    internal void Read()
    {
        foreach (var line in sections.Joined(node.At, "exec"))
        {
            var text = $"{line.Text ?? line.Value}".Replace("__clabNodeName__", node.Member.Key, StringComparison.Ordinal)
                .Replace("__clabLabName__", $"clab-{labName}", StringComparison.Ordinal);
            if (text.Replace("$$", string.Empty, StringComparison.Ordinal).Contains('$', StringComparison.Ordinal))
                notes.Add(line, "variables are not put in, as containerlab does it with those of its own environment", string.Empty);
            text = text.Replace("$$", "$", StringComparison.Ordinal);
            if (ExecLine.Read(text) is not { } said || !Take(said, line))
                AddCommand(text, line);
        }
    }

    private bool Take(ExecLine said, DocumentNode line)
    {
        switch (said)
        {
            case ExecLine.AddAddress { Interface: "lo" } address when node.Role == ContainerlabRole.Namespace:
                node.Addresses.Add(Text(line, address.Value));
                return true;
            case ExecLine.AddAddress address when End(address.Interface) is { } end:
                end.Addresses.Add(Text(line, address.Value));
                return true;
            case ExecLine.AddAddress address when Bridge(address.Interface) is { } bridge:
                bridge.Addresses.Add(Text(line, address.Value));
                return true;
            case ExecLine.SetLink { Interface: "lo", Mtu: null, MacAddress: null, Stp: null }:
                return true;
            case ExecLine.SetLink { Stp: null } link when End(link.Interface) is { } end:
                end.Mtu = link.Mtu is { } mtu ? DocumentNode.Single(line.Path, line.Position, mtu) : end.Mtu;
                end.MacAddress = link.MacAddress is { } mac ? Text(line, mac) : end.MacAddress;
                return true;
            case ExecLine.SetLink link when Bridge(link.Interface) is { } bridge:
                SetBridge(bridge, link, line);
                return true;
            case ExecLine.AddRoute route:
                node.Routes.Add(Route(route, line));
                return true;
            case ExecLine.SetSysctls sysctls:
                foreach (var (key, value) in sysctls.All)
                    AddSysctl(node, new DocumentMember(key, line.Position, Text(line, value)));
                return true;
            case ExecLine.DropDefault:
                notes.Add(line, "there is no management network whose default route could go", string.Empty);
                return true;
            default:
                return false;
        }
    }

    private static void SetBridge(ContainerlabNode bridge, ExecLine.SetLink link, DocumentNode line)
    {
        if (link.Mtu is { } mtu)
            bridge.Values["mtu"] = DocumentNode.Single(line.Path, line.Position, mtu);
        if (link.MacAddress is { } mac)
            bridge.Values["macAddress"] = Text(line, mac);
        if (link.Stp is { } stp)
            bridge.Values["stp"] = DocumentNode.Single(line.Path, line.Position, stp);
    }

    private static DocumentNode Route(ExecLine.AddRoute route, DocumentNode line)
    {
        List<DocumentMember> members = [ContainerlabNode.New("destination", Text(line, route.Destination))];
        if (route.NextHop is not null)
            members.Add(ContainerlabNode.New("nextHop", Text(line, route.NextHop)));
        if (route.Interface is not null)
            members.Add(ContainerlabNode.New("interface", Text(line, route.Interface)));
        if (route.Metric is { } metric)
            members.Add(ContainerlabNode.New("metric", DocumentNode.Single(line.Path, line.Position, metric)));
        return DocumentNode.Map(line.Path, line.Position, members);
    }

    /// <summary>What turns forwarding on has a key of its own.</summary>
    internal static void AddSysctl(ContainerlabNode node, DocumentMember sysctl)
    {
        var isForwarding = sysctl.Key.Replace('/', '.') is "net.ipv4.ip_forward" or "net.ipv4.conf.all.forwarding" or "net.ipv6.conf.all.forwarding";
        var value = sysctl.Value.Text ?? $"{sysctl.Value.Value}";
        if (!isForwarding)
            node.Sysctls.Add(sysctl);
        else if (value == "1")
            node.Values["forwarding"] = DocumentNode.Single(sysctl.Value.Path, sysctl.Value.Position, true);
    }

    /// <summary>Commands run one after the other, as containerlab runs them.</summary>
    private void AddCommand(string text, DocumentNode line)
    {
        if (ExecCommand.Read(text) is not { } command)
        {
            notes.Add(line, $"'{text}' is not run: it cannot be split into words", string.Empty);
            return;
        }
        List<DocumentMember> members =
        [
            ContainerlabNode.New("run", Text(line, command.Run)),
            ContainerlabNode.New("wait", DocumentNode.Single(line.Path, line.Position, command.Wait)),
        ];
        if (command.Log is not null)
            members.Add(ContainerlabNode.New("log", Text(line, command.Log)));
        var variables = sections.Merged(node.At, "env").Where(member => !command.Environment.Any(variable => variable.Name == member.Key))
            .Concat(command.Environment.Select(variable => ContainerlabNode.New(variable.Name, Text(line, variable.Value)))).ToList();
        if (variables.Count > 0)
            members.Add(ContainerlabNode.New("env", DocumentNode.Map(line.Path, line.Position, variables)));
        node.Commands.Add(DocumentNode.Map(line.Path, line.Position, members));
    }

    /// <summary>An end in this node, or at one of its bridges.</summary>
    private ContainerlabEnd? End(string name) => ends.FirstOrDefault(end => end.Interface == name && end.Node is { } there && (there == node || HasBridge(there)));

    private ContainerlabNode? Bridge(string name) => nodes.FirstOrDefault(other => other.Name == name && HasBridge(other));

    /// <summary>Whether containerlab would have a bridge in this node.</summary>
    private bool HasBridge(ContainerlabNode other) => other.Role == ContainerlabRole.Bridge && other.Member.Key.EndsWith($"|{node.Member.Key}", StringComparison.Ordinal);

    private static DocumentNode Text(DocumentNode at, string text) => DocumentNode.Single(at.Path, at.Position, text);
}
