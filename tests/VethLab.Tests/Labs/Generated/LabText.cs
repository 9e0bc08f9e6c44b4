using VethLab.Networks.Labs.Description;

namespace VethLab.Tests.Labs.Generated;

/// <summary>A description, a line for each part: what a failing test prints.</summary>
internal static class LabText
{
    internal static string Of(LabDescription lab) => string.Join('\n', Lines(lab));

    private static IEnumerable<string> Lines(LabDescription lab)
    {
        yield return $"{lab.Name} {lab.Placement}";
        foreach (var bridge in lab.Bridges)
            yield return $"bridge {bridge.Name} {bridge.IPAddress} mac {bridge.MacAddress} mtu {bridge.Mtu} stp {bridge.Stp}";
        foreach (var host in lab.Namespaces.Cast<LabHost>().Append(lab.Host))
        {
            var name = host is LabNamespace space ? space.Name : "(host)";
            yield return $"space {name} {host.IPAddress} forwarding {host.Forwarding}";
            foreach (var sysctl in host.Sysctls)
                yield return $"  {name} sysctl {sysctl.Key}={sysctl.Value}";
            foreach (var route in host.Routes)
                yield return $"  {name} route {route.Destination} via {route.NextHop} dev {route.InterfaceAlias} metric {route.Metric}";
            if (host.Firewall is { } firewall)
                yield return $"  {name} firewall {firewall.Forward} {firewall.Input} {firewall.Output} {string.Join(", ", firewall.Rules.Select(rule => rule.ToComment()))}";
            foreach (var command in host.Commands)
                yield return $"  {name} command {command.Run} wait {command.Wait} name {command.Name} env {command.Environment} log {command.Log}";
        }
        foreach (var link in lab.Links)
            yield return $"link {Text(link.End)} - {Text(link.Peer)} mtu {link.Mtu}";
        yield return $"masquerade {lab.Masquerade}";
        yield return $"uplink {lab.Uplink}";
        yield return $"reachability {lab.Reachability}";
    }

    private static string Text(LabEnd end) => $"{end.Kind} {end.Node}:{end.Name} [{end.IPAddress}] mac {end.MacAddress} mtu {end.Mtu}";
}
