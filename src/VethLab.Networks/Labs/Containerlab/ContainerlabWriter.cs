using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Export;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Labs.Containerlab;

/// <summary>
/// Writes a lab as a topology of containerlab. Namespaces become containers without a management network; the lab's own namespace becomes one too, in which
/// containerlab makes the bridges. Bridges that live here must be there before containerlab deploys. What a topology cannot say is told in comments at its top.
/// </summary>
public sealed partial class ContainerlabWriter
{
    /// <summary>A small one with iproute2's ip, which containerlab's own labs take; BusyBox's ip knows no nodad and no settings of bridges.</summary>
    private const string Image = "ghcr.io/srl-labs/network-multitool:latest";

    private readonly LabDescription lab;
    private readonly StringBuilder text = new();
    private readonly List<string> comments = [];

    private ContainerlabWriter(LabDescription lab) => this.lab = lab;

    /// <summary>The topology, in lines that end with \n.</summary>
    public static string Write(LabDescription lab)
    {
        var writer = new ContainerlabWriter(lab);
        writer.Write();
        return string.Concat(writer.comments.Select(comment => $"# {comment}\n")) + writer.text;
    }

    private bool IsHost => lab.Placement == LabPlacement.Host;

    private void Write()
    {
        comments.Add($"The lab {lab.Name}, written by VethLab for containerlab deploy -t {lab.Name}.clab.yml.");
        text.Append(CultureInfo.InvariantCulture, $"name: {YamlText.Of(lab.Name)}\ntopology:\n  defaults:\n    kind: linux\n  kinds:\n    linux:\n      image: {Image}\n      network-mode: none\n  nodes:\n");
        var before = text.Length;
        WriteBridges();
        foreach (var space in lab.Namespaces)
            WriteNode(space.Name, space, Ends(end => end.Kind == LabNodeKind.Namespace && end.Node == space.Name));
        if (text.Length == before)
            text.Insert(before - 1, " {}");
        text.Append(lab.Links.Count == 0 ? "" : "  links:\n");
        foreach (var link in lab.Links)
            WriteLink(link);
        AddComments();
    }

    private void WriteBridges()
    {
        if (IsHost)
        {
            foreach (var bridge in lab.Bridges)
                text.Append(CultureInfo.InvariantCulture, $"    {YamlText.Of(bridge.Name)}:\n      kind: bridge\n");
            return;
        }
        if (lab.Bridges.Count == 0 && lab.Host == new LabHost())
            return;
        var lines = new List<string>();
        foreach (var bridge in lab.Bridges)
            lines.AddRange(BridgeLines(bridge));
        lines.AddRange(Ends(end => end.Kind == LabNodeKind.Bridge).SelectMany(MtuLines));
        WriteNode(lab.Name, lab.Host, [], lines);
        foreach (var bridge in lab.Bridges)
            text.Append(CultureInfo.InvariantCulture, $"    {YamlText.Quoted(NodeOf(bridge.Name))}:\n      kind: bridge\n      network-mode: {YamlText.Of($"container:{lab.Name}")}\n");
    }

    private static IEnumerable<string> BridgeLines(LabBridge bridge)
    {
        var name = ShellPrefix.Quote(bridge.Name);
        if (bridge.MacAddress is { } mac)
            yield return $"ip link set {name} address {mac}";
        if (bridge.Mtu is { } mtu)
            yield return $"ip link set {name} mtu {mtu}";
        if (bridge.Stp)
            yield return $"ip link set {name} type bridge stp_state 1";
        foreach (var address in bridge.IPAddress)
            yield return AddressLine(bridge.Name, address);
    }

    private void WriteNode(string name, LabHost host, IReadOnlyList<LabEnd> ends, IEnumerable<string>? first = null)
    {
        if (!NodeName().IsMatch(name))
            comments.Add($"containerlab does not take the name {Shown(name)}.");
        var lines = new List<string>(first ?? []);
        lines.AddRange(host.IPAddress.Select(address => AddressLine("lo", address)));
        foreach (var end in ends)
            lines.AddRange(MtuLines(end).Concat(end.IPAddress.Select(address => AddressLine(end.Name, address))));
        lines.AddRange(host.Sysctls.Select(sysctl => $"sysctl -w net/{sysctl.Key}={ShellPrefix.Quote(sysctl.Value)}"));
        lines.AddRange(host.Routes.Select(RouteLine));
        lines.AddRange(host.Commands.Select(ExecCommand.Line));
        if (host.Firewall is { } firewall)
            comments.Add($"Not here: the firewall of {Shown(name)}, policies {firewall.Forward}, {firewall.Input} (input), {firewall.Output} (output), rules {Shown(string.Join("; ", firewall.Rules.Select(rule => rule.ToComment())))}");
        foreach (var command in host.Commands.Where(command => command.Name is not null))
            comments.Add($"Called {Shown(command.Name!)} in the lab: {Shown(command.Run)}");
        text.Append(CultureInfo.InvariantCulture, $"    {YamlText.Of(name)}:{(lines.Count == 0 && !host.Forwarding ? " {}" : "")}\n");
        if (host.Forwarding)
            text.Append("      sysctls:\n        net.ipv4.ip_forward: 1\n        net.ipv6.conf.all.forwarding: 1\n");
        if (lines.Count > 0)
            text.Append("      exec:\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"        - {YamlText.Of(line)}\n");
    }

    private List<LabEnd> Ends(Func<LabEnd, bool> which) => lab.Links.SelectMany(link => new[] { link.End, link.Peer }).Where(which).ToList();

    private static IEnumerable<string> MtuLines(LabEnd end) => end.Mtu is { } mtu ? [$"ip link set {ShellPrefix.Quote(end.Name)} mtu {mtu}"] : [];

    private static string AddressLine(string interfaceName, IPPrefix address) =>
        $"ip address add {address} dev {ShellPrefix.Quote(interfaceName)}{(address.Family == AddressFamily.InterNetworkV6 ? " nodad" : "")}";

    private static string RouteLine(LabRoute route) => "ip " + RouteWords.Add(route.Description).Replace(" proto static", string.Empty, StringComparison.Ordinal);

    private void WriteLink(LabLink link)
    {
        var (end, peer) = link.End.Kind == LabNodeKind.Here ? (link.Peer, link.End) : (link.End, link.Peer);
        if (end.Kind == LabNodeKind.Here)
        {
            comments.Add($"The pair {Shown(end.Name)} - {Shown(peer.Name)} has both ends on the host: ip link add {Shown(end.Name)} type veth peer name {Shown(peer.Name)}");
            return;
        }
        if (peer.Kind == LabNodeKind.Here)
            text.Append(CultureInfo.InvariantCulture, $"    - type: host\n      endpoint:\n{Endpoint(end, "        ")}      host-interface: {YamlText.Of(peer.Name)}\n");
        else if (end.MacAddress is null && peer.MacAddress is null)
            text.Append(CultureInfo.InvariantCulture, $"    - endpoints: [{YamlText.Quoted($"{NodeOf(end)}:{end.Name}")}, {YamlText.Quoted($"{NodeOf(peer)}:{peer.Name}")}]\n");
        else
            text.Append(CultureInfo.InvariantCulture, $"    - type: veth\n      endpoints:\n        - {Endpoint(end, "          ")[10..]}        - {Endpoint(peer, "          ")[10..]}");
        // containerlab would take 9500.
        text.Append(CultureInfo.InvariantCulture, $"      mtu: {link.Mtu ?? LabNormalForm.DefaultMtu}\n");
    }

    private string Endpoint(LabEnd end, string indentation) =>
        $"{indentation}node: {YamlText.Of(NodeOf(end))}\n{indentation}interface: {YamlText.Of(end.Name)}\n{(end.MacAddress is null ? "" : $"{indentation}mac: {YamlText.Quoted($"{end.MacAddress}")}\n")}";

    private string NodeOf(LabEnd end) => end.Kind == LabNodeKind.Bridge ? NodeOf(end.Node) : end.Node;

    private string NodeOf(string bridge) => IsHost ? bridge : $"{bridge}|{lab.Name}";

    private void AddComments()
    {
        if (IsHost)
        {
            foreach (var bridge in lab.Bridges)
                comments.Add($"Before deploying, on the host: ip link add {ShellPrefix.Quote(bridge.Name)} type bridge && {string.Join(" && ", BridgeLines(bridge).Append($"ip link set {ShellPrefix.Quote(bridge.Name)} up"))}");
            foreach (var sysctl in lab.Host.Sysctls)
                comments.Add($"On the host: sysctl -w net/{sysctl.Key}={ShellPrefix.Quote(sysctl.Value)}");
            foreach (var route in lab.Host.Routes)
                comments.Add($"On the host: {RouteLine(route)}");
            if (lab.Host.Forwarding)
                comments.Add("On the host: sysctl -w net/ipv4/ip_forward=1");
        }
        foreach (var end in Ends(end => end.Kind == LabNodeKind.Here || (IsHost && end.Kind == LabNodeKind.Bridge)))
        {
            foreach (var line in MtuLines(end))
                comments.Add($"After deploying, on the host: {line}");
            if (end.Kind == LabNodeKind.Bridge)
                continue;
            if (end.MacAddress is not null)
                comments.Add($"After deploying, on the host: ip link set {Shown(end.Name)} address {end.MacAddress}");
            foreach (var address in end.IPAddress)
                comments.Add($"After deploying, on the host: {AddressLine(end.Name, address)}");
        }
        if (lab.Uplink is { } uplink)
            comments.Add($"Not here: the uplink {Shown(uplink.InterfaceAlias)}. Without 'network-mode: none' a node has containerlab's management network and its way out.");
        foreach (var subnet in lab.Masquerade)
            comments.Add($"Not here: masquerade of {subnet}.");
        foreach (var expectation in lab.Reachability)
            comments.Add($"Expected, which Test-VethLab checks and containerlab does not: {Shown(expectation.ToString())}");
    }

    /// <summary>On one line.</summary>
    private static string Shown(string word) => string.Concat(word.Select(c => char.IsControl(c) ? '?' : c));

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._-]*\z")]
    private static partial Regex NodeName();
}
