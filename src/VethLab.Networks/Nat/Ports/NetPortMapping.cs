using System.ComponentModel;

namespace VethLab.Networks.Nat.Ports;

/// <summary>A port of one namespace that another publishes, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetPortMapping : NetObject
{
    /// <summary>Protocol and port, with the address and the interface where it listens on one only: tcp/8080, tcp/10.10.12.27:8080, udp/53%ens160.</summary>
    public required string Name { get; init; }

    public PortProtocol Protocol { get; init; }

    /// <summary>The port that is published, or several: 8000-8010.</summary>
    public required string Port { get; init; }

    /// <summary>The only address that is listened on; null: all of the namespace's own of the family.</summary>
    public string? ListenAddress { get; init; }

    /// <summary>The only interface that packets may come in by; null: any, and from the namespace itself.</summary>
    public string? InInterface { get; init; }

    /// <summary>Whom packets go to.</summary>
    public required string DestinationAddress { get; init; }

    /// <summary>The port there; null: the same, as for several.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The namespace whose port it is; null: only its address is known.</summary>
    public string? DestinationNamespace { get; init; }

    /// <summary>The interface that leads there; null where neither hairpin nor loopback needs a rule.</summary>
    public string? OutInterface { get; init; }

    /// <summary>Whether the namespace itself reaches it by a loopback address, 127.0.0.1 or ::1.</summary>
    public bool Loopback { get; init; }

    /// <summary>Whether neighbours of the destination reach it, and the destination itself.</summary>
    public bool Hairpin { get; init; }

    /// <summary>Connections that came, also from the namespace itself: NAT sees only the first packet of each.</summary>
    public ulong Packets { get; init; }

    /// <summary>Bytes of those packets.</summary>
    public ulong Bytes { get; init; }

    /// <summary>As nft(8) names it: "ip vethlab", "ip6 vethlab".</summary>
    public required string Table { get; init; }

    public override string ToString() => Name;
}
