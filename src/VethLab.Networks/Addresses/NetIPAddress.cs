using System.ComponentModel;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Addresses;

/// <summary>An interface's address, as it was when it was read.</summary>
[TypeConverter(typeof(SnapshotConverter))]
public sealed record NetIPAddress : NetObject
{
    /// <summary>The address with its prefix length: 192.168.88.11/24.</summary>
    public string Name => $"{IPAddress}/{PrefixLength}";

    public required string IPAddress { get; init; }

    public int PrefixLength { get; init; }

    public AddressFamily AddressFamily { get; init; }

    public required string InterfaceAlias { get; init; }

    public int InterfaceIndex { get; init; }

    public string? Broadcast { get; init; }

    /// <summary>The other end's address on point-to-point links, whose network the prefix length is of; null elsewhere.</summary>
    public string? Peer { get; init; }

    /// <summary>Global, Site, Link or Host.</summary>
    public required string Scope { get; init; }

    /// <summary>IPv4: a name of its own beside the interface's, as veth01:1 (ifconfig's aliases); null: none.</summary>
    public string? Label { get; init; }

    /// <summary>How long it stays; null: for ever.</summary>
    public TimeSpan? ValidLifetime { get; init; }

    /// <summary>How long new connections may start from it; null: for ever, zero: no longer.</summary>
    public TimeSpan? PreferredLifetime { get; init; }

    /// <summary>Metric of the route to its network; 0: the default.</summary>
    public uint RouteMetric { get; init; }

    public AddressFlags Flags { get; init; }

    /// <summary>Preferred, Tentative (duplicate detection still runs), Duplicate or Deprecated, as on Windows.</summary>
    public string AddressState => (Flags & (AddressFlags.DuplicateDetected | AddressFlags.Tentative | AddressFlags.Deprecated)) switch
    {
        AddressFlags.None => "Preferred",
        var flags when (flags & AddressFlags.DuplicateDetected) != 0 => "Duplicate",
        var flags when (flags & AddressFlags.Tentative) != 0 => "Tentative",
        _ => "Deprecated",
    };

    public override string ToString() => Name;

    internal static NetIPAddress From(AddressMessage address, string interfaceName, NamespaceSession session) => new()
    {
        IPAddress = address.Address.Address.ToString(),
        PrefixLength = address.Address.Length,
        AddressFamily = address.Address.Family,
        InterfaceAlias = interfaceName,
        InterfaceIndex = address.InterfaceIndex,
        Broadcast = address.Broadcast?.ToString(),
        Peer = address.Peer?.ToString(),
        Scope = ScopeName.Of(address.Scope),
        Label = address.Label == interfaceName ? null : address.Label,
        ValidLifetime = Lifetime(address.ValidSeconds),
        PreferredLifetime = Lifetime(address.PreferredSeconds),
        RouteMetric = address.Metric,
        Flags = address.Flags,
        Namespace = session.Name,
        NamespaceId = session.Identity,
    };

    private static TimeSpan? Lifetime(uint? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
