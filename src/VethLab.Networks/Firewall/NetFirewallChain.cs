using System.ComponentModel;

namespace VethLab.Networks.Firewall;

/// <summary>A chain of nf_tables, whoever made it, iptables-nft included, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetFirewallChain : NetObject
{
    /// <summary>The same as <see cref="Chain"/>.</summary>
    public string Name => Chain;

    /// <summary>ip, ip6, inet, arp, bridge or netdev.</summary>
    public required string Family { get; init; }

    public required string Table { get; init; }

    public required string Chain { get; init; }

    /// <summary>filter, nat or route; null: no base chain, called by jumps only.</summary>
    public string? Type { get; init; }

    /// <summary>prerouting, input, forward, output, postrouting, ingress or egress; null: no base chain.</summary>
    public string? Hook { get; init; }

    /// <summary>Lower is earlier; null: no base chain.</summary>
    public int? Priority { get; init; }

    /// <summary>As nft(8) writes it: "filter", "srcnat + 5"; null: no base chain.</summary>
    public string? PriorityName { get; init; }

    /// <summary>accept or drop: what becomes of packets that no rule decides on; null: no base chain.</summary>
    public string? Policy { get; init; }

    /// <summary>The device of ingress and egress chains; null elsewhere.</summary>
    public string? Device { get; init; }

    public int RuleCount { get; init; }

    /// <summary>Whose it is: by the table's owner flag, else by its name; "unknown" where neither tells.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether its table sleeps (flags dormant): its chains are not called.</summary>
    public bool IsDormant { get; init; }

    public bool IsBase => Hook is not null;

    internal SnapshotList<NetFirewallRule> Rules { get; init; } = [];

    /// <summary>Whether it is the FORWARD chain of iptables-nft, which accept rules can be put into.</summary>
    internal bool IsIptablesForward => Family is "ip" or "ip6" && Table == "filter" && Chain == "FORWARD";

    public override string ToString() => $"{Family} {Table} {Chain}{(Policy is null ? "" : $" ({Policy})")}";
}
