using System.ComponentModel;

namespace VethLab.Networks.Nat;

/// <summary>A subnet whose packets leave with the address of the interface they leave by, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record Masquerade : NetObject
{
    /// <summary>The same as <see cref="Subnet"/>.</summary>
    public string Name => Subnet;

    /// <summary>The subnet in CIDR notation, or the first and the last address: 192.168.88.10-192.168.88.20.</summary>
    public required string Subnet { get; init; }

    /// <summary>The bridge that it was enabled for; null: for the subnet alone.</summary>
    public string? Bridge { get; init; }

    /// <summary>The interface that packets have to leave by; null: any.</summary>
    public string? OutInterface { get; init; }

    /// <summary>Whether it is a tutorial's plain rule, which masquerades packets within the subnet and multicast too.</summary>
    public bool IsExact { get; init; }

    /// <summary>Networks that packets go to with their own addresses, besides the subnet itself and multicast; null: none.</summary>
    public SnapshotList<string>? ExcludeDestination { get; init; }

    /// <summary>Connections that were translated: NAT sees only the first packet of each.</summary>
    public ulong Packets { get; init; }

    /// <summary>Bytes of those packets.</summary>
    public ulong Bytes { get; init; }

    /// <summary>As nft(8) names it: "ip vethlab".</summary>
    public required string Table { get; init; }

    public required string Chain { get; init; }

    /// <summary>The rule's number in its table (`nft -a list ruleset`).</summary>
    public ulong Handle { get; init; }

    public override string ToString() => Name;
}
