using VethLab.Networks.Firewall;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of nf_tables chains.</summary>
public sealed class FirewallChainCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        line.InEachNamespace(session => FirewallReader.List(session).Select(chain => (chain.Name, $"{chain}")));
}

/// <summary>Names of nf_tables tables.</summary>
public sealed class FirewallTableCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        line.InEachNamespace(session => FirewallReader.List(session).Select(chain => (chain.Table, $"{chain.Family} {chain.Table} ({chain.Owner})")));
}

/// <summary>Families of tables.</summary>
public sealed class FirewallFamilyCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        from name in (string[])["ip", "ip6", "inet", "arp", "bridge", "netdev"] select (name, string.Empty);
}

/// <summary>Hooks.</summary>
public sealed class FirewallHookCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) =>
        from name in (string[])["ingress", "prerouting", "input", "forward", "output", "postrouting", "egress"] select (name, string.Empty);
}
