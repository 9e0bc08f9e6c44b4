namespace VethLab.Networks.Forwarding;

/// <summary>A base chain at the forward hook: a drop in any of them is final, whatever the others say.</summary>
public sealed record ForwardChain
{
    /// <summary>ip, ip6, inet or bridge.</summary>
    public required string Family { get; init; }

    public required string Table { get; init; }

    public required string Chain { get; init; }

    /// <summary>Lower is earlier.</summary>
    public int Priority { get; init; }

    /// <summary>accept or drop: what becomes of packets that no rule decides on.</summary>
    public required string Policy { get; init; }

    public int RuleCount { get; init; }

    /// <summary>Whose it is: by the table's owner flag, else by its name; "unknown" where neither tells.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether it is the FORWARD chain of iptables-nft, which accept rules can be put into.</summary>
    internal bool IsIptables => Family is "ip" or "ip6" && Table == "filter" && Chain == "FORWARD";

    public override string ToString() => $"{Family} {Table} {Chain} ({Policy})";
}
