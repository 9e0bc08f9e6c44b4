using VethLab.Networks.Firewall;

namespace VethLab.Networks.Forwarding;

/// <summary>Says in words what stops packets in a namespace, as far as policies and sysctls tell; rules may stop more.</summary>
internal static class ForwardingFindings
{
    internal static IEnumerable<string> Of(NetForwarding state)
    {
        if (!state.IPv4)
            yield return "ip_forward is 0: IPv4 packets are not routed between interfaces. Enable-NetForwarding turns it on.";
        if (state.IPv4 && state.NotForwarding.Count > 0)
            yield return $"IPv4 packets that come in by {string.Join(", ", state.NotForwarding)} are not routed: net.ipv4.conf.NAME.forwarding is 0. Enable-NetForwarding -Bridge NAME turns a bridge's on.";
        foreach (var chain in state.Chains.Where(chain => chain.Policy == "drop"))
            yield return $"{chain.Family} {chain.Table} {chain.Chain} ({chain.Owner}) has the policy drop: {Effect(chain, state)} {Remedy(chain)}";
        if (state.LegacyTables is { Count: > 0 })
        {
            yield return $"Legacy iptables has tables here ({state.LegacyTables}), whose rules are not shown and may drop packets. "
                + "Look with 'iptables-legacy -S FORWARD'; move them to nf_tables with 'iptables-legacy-save | iptables-nft-restore'.";
        }
    }

    private static string Effect(NetFirewallChain chain, NetForwarding state)
    {
        var bridged = chain.Family switch
        {
            "bridge" => true,
            "ip6" => state.BridgeCallsIp6tables == true,
            _ => state.BridgeCallsIptables == true,
        };
        if (chain.Family == "bridge")
            return "bridged packets that no rule accepts are dropped.";
        var setting = chain.Family == "ip6" ? "bridge-nf-call-ip6tables" : "bridge-nf-call-iptables";
        return bridged
            ? $"packets that no rule accepts are dropped, and as {setting} is 1, bridged ones too: ARP works, ping does not."
            : "routed packets that no rule accepts are dropped.";
    }

    private static string Remedy(NetFirewallChain chain) => chain.IsIptablesForward
        ? "Enable-NetForwarding -Bridge NAME lets a bridge's packets pass."
        : "No rule elsewhere can overrule it: it takes a rule in that chain, or a bridge in a namespace of its own.";
}
