using System.ComponentModel;
using VethLab.Networks.Firewall;

namespace VethLab.Networks.Forwarding;

/// <summary>What decides in a namespace whether packets are passed on, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetForwarding : NetObject
{
    /// <summary>The namespace's name; empty where it has none.</summary>
    public string Name => Namespace ?? string.Empty;

    /// <summary>net.ipv4.ip_forward.</summary>
    public bool IPv4 { get; init; }

    /// <summary>Interfaces whose own net.ipv4.conf.NAME.forwarding is 0 though <see cref="IPv4"/> is on.</summary>
    public SnapshotList<string> NotForwarding { get; init; } = [];

    /// <summary>net.ipv6.conf.all.forwarding; null: the kernel has no IPv6.</summary>
    public bool? IPv6 { get; init; }

    /// <summary>net.bridge.bridge-nf-call-iptables: bridged IPv4 packets pass the forward chains too; null: no br_netfilter.</summary>
    public bool? BridgeCallsIptables { get; init; }

    /// <summary>net.bridge.bridge-nf-call-ip6tables, the same for IPv6.</summary>
    public bool? BridgeCallsIp6tables { get; init; }

    /// <summary>Every base chain at the forward hook, in the order in which packets meet them.</summary>
    public SnapshotList<NetFirewallChain> Chains { get; init; } = [];

    /// <summary>Tables of legacy iptables, whose rules nf_tables does not show; null: only the machine's root could tell.</summary>
    public SnapshotList<string>? LegacyTables { get; init; }

    /// <summary>Whether Enable-NetForwarding is in force for the namespace.</summary>
    public bool IsEnabledByVethLab { get; init; }

    /// <summary>The bridges that Enable-NetForwarding is in force for.</summary>
    public SnapshotList<string> EnabledBridges { get; init; } = [];

    /// <summary>What Enable-NetForwarding has sent through, and whether it was answered; empty: nothing was, so nothing is proven.</summary>
    public SnapshotList<string> Probes { get; init; } = [];

    /// <summary>What stops packets here, by chain, policy and sysctl, and what would change that.</summary>
    public SnapshotList<string> Findings { get; init; } = [];
}
