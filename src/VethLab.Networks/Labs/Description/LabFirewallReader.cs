using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>Reads the firewall of a namespace: policies, and rules as texts ('web -> app tcp 8080') or maps, which may have lists.</summary>
internal sealed class LabFirewallReader(LabProblems problems)
{
    internal DraftFirewall? Read(DocumentMap host)
    {
        if (host["firewall"] is not { } node || DocumentMap.Of(node, problems, LabKeys.Firewall) is not { } map)
            return null;
        var firewall = new DraftFirewall(node) { Policy = Policy(map, "policy"), Input = Policy(map, "input") ?? default, Output = Policy(map, "output") ?? default };
        foreach (var (key, allows) in new[] { ("deny", false), ("allow", true) })
        {
            foreach (var rule in map.List(key) ?? [])
                firewall.Rules.AddRange(Rules(rule, allows).Select(one => new Written<FirewallRule>(one, rule)));
        }
        return firewall;
    }

    private FirewallPolicy? Policy(DocumentMap map, string key)
    {
        if (map.Text(key) is not { } text)
            return null;
        foreach (var policy in Enum.GetValues<FirewallPolicy>())
        {
            if (string.Equals(policy.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return policy;
        }
        problems.Add(map[key]!, $"'{text}' is no policy", "It is accept or drop.");
        return null;
    }

    private List<FirewallRule> Rules(DocumentNode node, bool allows)
    {
        if (node is { IsMap: false })
            return DocumentMap.TextOf(node, problems) is { } text ? FromText(node, text, allows) : [];
        if (DocumentMap.Of(node, problems, LabKeys.FirewallRule) is not { } map)
            return [];
        if (map["from"] is null && map["to"] is null)
            problems.Add(node, "the rule has neither 'from' nor 'to'", "Give one or both; what is left out is any.");
        return Rules(
            node, allows, Names(map, "from"), Names(map, "to"), map.Text("protocol"), map.Texts("port")?.Select(port => port.Value).ToList() ?? []);
    }

    private static List<string> Names(DocumentMap map, string key) => map.Texts(key)?.Select(name => name.Value).ToList() ?? [FirewallRule.Any];

    /// <summary>FROM -> TO [PROTOCOL [PORT,PORT-PORT …]]. Names that have white space need a map.</summary>
    private List<FirewallRule> FromText(DocumentNode node, string text, bool allows)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var from, "->", var to, .. var what] && what.Length <= 2)
            return Rules(node, allows, [from], [to], what.FirstOrDefault(), what.Length > 1 ? what[1].Split(',') : []);
        problems.Add(node, $"'{text}' is no rule", "Write 'FROM -> TO', 'FROM -> TO tcp 8080', or a map with from, to, protocol, port.");
        return [];
    }

    private List<FirewallRule> Rules(DocumentNode node, bool allows, IReadOnlyList<string> from, IReadOnlyList<string> to, string? protocol, IReadOnlyList<string> ports)
    {
        protocol = protocol?.ToLowerInvariant();
        if (protocol == FirewallRule.Any)
            protocol = null;
        if (protocol is not null && !FirewallPorts.Protocols.ContainsKey(protocol))
        {
            problems.Add(node, $"there is no protocol '{protocol}' here", $"There are {string.Join(", ", FirewallPorts.Protocols.Keys)} and any.", NetworkError.InvalidValue);
            return [];
        }
        if (ports.Count > 0 && !FirewallPorts.HasPorts(protocol))
            problems.Add(node, $"{protocol ?? "a rule for any protocol"} has no ports", "Name the protocol as well: tcp or udp.", NetworkError.InvalidValue);
        var rules = from.SelectMany(one => to.Select(other => new FirewallRule(allows, one, other) { Protocol = protocol }));
        return ports.Count == 0 ? rules.ToList() : rules.SelectMany(rule => ports.Select(port => With(rule, port, node)).OfType<FirewallRule>()).ToList();
    }

    private FirewallRule? With(FirewallRule rule, string port, DocumentNode node)
    {
        if (FirewallPorts.TryParse(port, out var first, out var last))
            return rule with { FirstPort = first, LastPort = last };
        problems.Add(node, $"'{port}' is no port", "Write a number from 0 to 65535, or two with '-' between: 8000-8010.", NetworkError.InvalidValue);
        return null;
    }
}
