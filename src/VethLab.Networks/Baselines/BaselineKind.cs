namespace VethLab.Networks.Baselines;

/// <summary>What a baseline looks at.</summary>
public enum BaselineKind
{
    /// <summary>A network namespace: here, and those below /run/netns. Its value tells it from a later one of its name.</summary>
    Namespace,
    Link,
    Address,
    Route,

    /// <summary>Of the routing policy (`ip rule`).</summary>
    Rule,

    /// <summary>An entry that somebody made for good; what the kernel learns comes and goes.</summary>
    Neighbor,
    NfTable,
    NfChain,
    NfRule,

    /// <summary>A set or map, a stateful object, a flowtable.</summary>
    NfDeclaration,

    /// <summary>An element of a set that only people change.</summary>
    NfElement,

    /// <summary>A table of the old iptables (/proc/net/ip_tables_names), which is there once it was used; not what is in it.</summary>
    IptablesTable,
    Sysctl,

    /// <summary>What is mounted where, in this mount namespace.</summary>
    Mount,

    /// <summary>A file below /etc/netns.</summary>
    File,
}
