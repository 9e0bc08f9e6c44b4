using System.ComponentModel;
using VethLab.Linux.Conntrack;

namespace VethLab.Networks.Connections;

/// <summary>A flow that connection tracking knows, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetConnection : NetObject
{
    /// <summary>Protocol and both ends as the side that began sees them: "tcp 192.168.88.11:40000 -> 1.1.1.1:80".</summary>
    public required string Name { get; init; }

    /// <summary>tcp, udp, icmp, ipv6-icmp and so on; the number of another.</summary>
    public required string Protocol { get; init; }

    /// <summary>Who began.</summary>
    public required string SourceAddress { get; init; }

    /// <summary>Null where the protocol has no ports.</summary>
    public ushort? SourcePort { get; init; }

    public required string DestinationAddress { get; init; }

    /// <summary>Null where the protocol has no ports.</summary>
    public ushort? DestinationPort { get; init; }

    /// <summary>Who really answers.</summary>
    public required string ReplySourceAddress { get; init; }

    public ushort? ReplySourcePort { get; init; }

    /// <summary>Whom the answers are sent to.</summary>
    public required string ReplyDestinationAddress { get; init; }

    public ushort? ReplyDestinationPort { get; init; }

    /// <summary>How it is translated, in words; null where it is not: "source 192.168.88.11 -> 10.10.12.27".</summary>
    public string? Translation { get; init; }

    /// <summary>TCP's state as conntrack(8) names it, ESTABLISHED and so on; for others REPLIED or UNREPLIED.</summary>
    public required string State { get; init; }

    public FlowStatus Status { get; init; }

    /// <summary>Seconds until it is forgotten without further packets; null where the kernel does not say.</summary>
    public uint? Timeout { get; init; }

    public uint? Mark { get; init; }

    /// <summary>Packets of the side that began; null unless net.netfilter.nf_conntrack_acct is 1.</summary>
    public ulong? Packets { get; init; }

    public ulong? Bytes { get; init; }

    /// <summary>Packets of the side that answers.</summary>
    public ulong? ReplyPackets { get; init; }

    public ulong? ReplyBytes { get; init; }

    public ushort Zone { get; init; }

    /// <summary>The kernel's number for it.</summary>
    public uint Id { get; init; }

    public override string ToString() => Name;
}
