using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>A veth pair: two interfaces, each of which receives what the other sends. As it was when it was read.</summary>
public sealed record VethPair : NetObject
{
    /// <summary>The end that the pair was read or made by; <see cref="NetObject.Namespace"/> is its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The other end's name; empty where its namespace could not be entered.</summary>
    public required string PeerName { get; init; }

    /// <summary>Name of the other end's namespace; null where that has none.</summary>
    public string? PeerNamespace { get; init; }

    public NamespaceIdentity PeerNamespaceId { get; init; }

    /// <summary>The end called <see cref="Name"/>.</summary>
    public required NetInterface Interface { get; init; }

    /// <summary>The end called <see cref="PeerName"/>; null where its namespace could not be entered.</summary>
    public NetInterface? Peer { get; init; }

    public SnapshotList<string> IPAddress => Interface.IPAddress;

    public override string ToString() => PeerName.Length > 0 ? $"{Name} <-> {PeerName}" : Name;
}
