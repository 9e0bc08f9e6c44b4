using System.ComponentModel;

namespace VethLab.Networks.Firewall;

/// <summary>A rule of nf_tables, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetFirewallRule : NetObject
{
    /// <summary>The same as <see cref="Text"/>.</summary>
    public string Name => Text;

    public required string Family { get; init; }

    public required string Table { get; init; }

    public required string Chain { get; init; }

    /// <summary>The kernel's number for it in its table (`nft -a list ruleset`).</summary>
    public ulong Handle { get; init; }

    /// <summary>As `nft --stateless list ruleset` writes it, without its comment. What is not understood stands there as [unknown: its name].</summary>
    public required string Text { get; init; }

    /// <summary>Packets that its counter has counted; null: it has no counter.</summary>
    public ulong? Packets { get; init; }

    /// <summary>Bytes of those packets.</summary>
    public ulong? Bytes { get; init; }

    public string? Comment { get; init; }

    /// <summary>The expressions, and iptables' matches and targets, that are not understood.</summary>
    public SnapshotList<string> Unknown { get; init; } = [];

    public override string ToString() => Text;
}
