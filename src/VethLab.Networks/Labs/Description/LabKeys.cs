namespace VethLab.Networks.Labs.Description;

/// <summary>The keys that a description may have, by what it is that has them. docs/lab.schema.json says the same to editors.</summary>
internal static class LabKeys
{
    internal static readonly string[] Lab =
    [
        "$schema", "name", "placement", "bridges", "namespaces", "links", "addresses", "forwarding", "sysctls", "routes", "masquerade", "uplink", "reachability", "commands", "firewall",
    ];

    internal static readonly string[] Bridge = ["subnet", "addresses", "gateway", "macAddress", "mtu", "stp", "count", "prefix"];

    internal static readonly string[] Namespace = ["addresses", "forwarding", "sysctls", "routes", "commands", "firewall"];

    internal static readonly string[] Link = ["ends", "mtu"];

    internal static readonly string[] End = ["node", "interface", "addresses", "gateway", "macAddress", "mtu"];

    internal static readonly string[] Route = ["destination", "nextHop", "interface", "metric"];

    internal static readonly string[] Command = ["run", "wait", "name", "env", "log"];

    internal static readonly string[] Firewall = ["policy", "input", "output", "allow", "deny"];

    internal static readonly string[] FirewallRule = ["from", "to", "protocol", "port"];

    internal static readonly string[] Uplink = ["interface", "network"];

    internal static readonly string[] Expectation = ["from", "to", "reachable"];
}
