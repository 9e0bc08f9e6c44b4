using System.Globalization;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>
/// A description as a document, the way back from <see cref="LabDocument"/>: as a person would write it, without what would be so anyway. Addresses
/// are said, not handed out, so that the lab is the same wherever it is made.
/// </summary>
internal static class DescriptionDocument
{
    /// <summary>The document, whose values have no places.</summary>
    internal static DocumentNode Of(LabDescription lab)
    {
        // What follows from masquerade and uplink needs no word.
        var forwards = lab.Host.Forwarding && lab.Uplink is null && lab.Masquerade.Count == 0;
        return Map([
            ("name", Single(lab.Name)),
            ("placement", lab.Placement == LabPlacement.Namespace ? null : Single($"{lab.Placement}")),
            ("bridges", Named(lab.Bridges, bridge => bridge.Name, Of)),
            ("namespaces", Named(lab.Namespaces, space => space.Name, space => Map([("addresses", Texts(space.IPAddress)), .. HostMembers(space, space.Forwarding)]))),
            ("links", List(lab.Links.Select(Of))),
            ("addresses", Texts(lab.Host.IPAddress)),
            .. HostMembers(lab.Host, forwards),
            ("masquerade", Texts(lab.Masquerade)),
            ("uplink", lab.Uplink is null ? null : Map(("interface", Single(lab.Uplink.InterfaceAlias)), ("network", Text(lab.Uplink.Network)))),
            ("reachability", List(Expectations(lab.Reachability))),
        ]).Node;
    }

    private static (string, Written?)[] HostMembers(LabHost host, bool forwarding) =>
    [
        ("forwarding", forwarding ? Single(true) : null),
        ("sysctls", host.Sysctls.Count == 0 ? null : Map([.. host.Sysctls.Select(sysctl => (NameOf(sysctl), (Written?)ValueOf(sysctl)))])),
        ("routes", List(host.Routes.Select(Of))),
        ("firewall", host.Firewall is { } firewall ? Of(firewall, host.Forwarding) : null),
        ("commands", List(host.Commands.Select(Of))),
    ];

    /// <summary>As sysctl(8) writes it, with slashes where a name has dots.</summary>
    private static string NameOf(LabSysctl sysctl) =>
        sysctl.Key.Contains('.', StringComparison.Ordinal) ? $"net/{sysctl.Key}" : $"net.{sysctl.Key.Replace('/', '.')}";

    private static Written ValueOf(LabSysctl sysctl) =>
        long.TryParse(sysctl.Value, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == sysctl.Value ? Single(number) : Single(sysctl.Value);

    private static Written Of(LabCommand command) => command == new LabCommand(command.Run) ? Single(command.Run) : Map(
        ("run", Single(command.Run)),
        ("wait", command.Wait ? Single(true) : null),
        ("name", Text(command.Name)),
        ("env", command.Environment.Count == 0 ? null : Map([.. command.Environment.Select(variable => (variable.Name, (Written?)Single(variable.Value)))])),
        ("log", Text(command.Log)));

    /// <summary>The policy for what is forwarded is said wherever something is.</summary>
    private static Written Of(LabFirewall firewall, bool forwards) => Map(
        ("policy", forwards || firewall.Forward == FirewallPolicy.Drop ? Policy(firewall.Forward) : null),
        ("input", firewall.Input == FirewallPolicy.Drop ? Policy(firewall.Input) : null),
        ("output", firewall.Output == FirewallPolicy.Drop ? Policy(firewall.Output) : null),
        ("deny", List(firewall.Rules.Where(rule => !rule.Allows).Select(Of))),
        ("allow", List(firewall.Rules.Where(rule => rule.Allows).Select(Of))));

    private static Written Policy(FirewallPolicy policy) => Single(policy == FirewallPolicy.Drop ? "drop" : "accept");

    /// <summary>As a text, unless a name has white space.</summary>
    private static Written Of(FirewallRule rule) => new[] { rule.From, rule.To }.All(name => !name.Any(char.IsWhiteSpace)) ? Single(rule.ToString()) : Map(
        ("from", Single(rule.From)),
        ("to", Single(rule.To)),
        ("protocol", Text(rule.Protocol)),
        ("port", Text(rule.Ports)));

    private static Written Of(LabBridge bridge) => Map(
        ("addresses", Texts(bridge.IPAddress)),
        ("macAddress", Text(bridge.MacAddress)),
        ("mtu", Number(bridge.Mtu)),
        ("stp", bridge.Stp ? Single(true) : null));

    private static Written Of(LabLink link) => Map(("ends", List([Of(link.End), Of(link.Peer)])), ("mtu", Number(link.Mtu)));

    private static Written Of(LabEnd end)
    {
        var isShort = end.IPAddress.Count == 0 && end.MacAddress is null && end.Mtu is null && end.Name.Length > 0;
        return isShort ? Single($"{end.Node}:{end.Name}") : Map(
            ("node", Single(end.Node)),
            ("interface", Single(end.Name)),
            ("addresses", Texts(end.IPAddress)),
            ("macAddress", Text(end.MacAddress)),
            ("mtu", Number(end.Mtu)));
    }

    private static Written Of(LabRoute route) => Map(
        ("destination", Single(route.Destination is { Length: 0, Family: AddressFamily.InterNetwork } ? "default" : $"{route.Destination}")),
        ("nextHop", Text(route.NextHop)),
        ("interface", Text(route.InterfaceAlias)),
        ("metric", route.Metric == 0 ? null : Single((long)route.Metric)));

    /// <summary>With all that one shall reach, or shall not, in one.</summary>
    private static IEnumerable<Written> Expectations(IEnumerable<LabExpectation> all) => all.GroupBy(one => (one.From, one.Reaches)).Select(group => Map(
        ("from", Single(group.Key.From)),
        ("to", Texts(group.Select(one => one.To))),
        ("reachable", group.Key.Reaches ? null : Single(false))));

    /// <summary>A list of names where nothing more is to be said of any.</summary>
    private static Written? Named<T>(IReadOnlyCollection<T> all, Func<T, string> name, Func<T, Written> of)
    {
        if (all.Count == 0)
            return null;
        var members = all.Select(one => (name(one), (Written?)of(one))).ToArray();
        return members.All(member => member.Item2!.Node.Members!.Count == 0) ? Texts(members.Select(member => member.Item1)) : Map(members);
    }

    /// <summary>A value of the document.</summary>
    private sealed record Written(DocumentNode Node);

    private static Written Single(object value) => new(DocumentNode.Single(string.Empty, default, value));

    private static Written? Text(object? value) => value is null ? null : Single(Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static Written? Number(int? value) => value is { } number ? Single((long)number) : null;

    private static Written Map(params ReadOnlySpan<(string Key, Written? Value)> members)
    {
        var said = new List<DocumentMember>();
        foreach (var (key, value) in members)
        {
            if (value is not null)
                said.Add(new DocumentMember(key, default, value.Node));
        }
        return new Written(DocumentNode.Map(string.Empty, default, said));
    }

    private static Written? List(IEnumerable<Written> items)
    {
        var all = items.Select(item => item.Node).ToList();
        return all.Count == 0 ? null : new Written(DocumentNode.List(string.Empty, default, all));
    }

    /// <summary>One is itself; none are nothing.</summary>
    private static Written? Texts<T>(IEnumerable<T> values)
    {
        var texts = values.Select(value => Text(value)!).ToList();
        return texts.Count == 1 ? texts[0] : List(texts);
    }
}
