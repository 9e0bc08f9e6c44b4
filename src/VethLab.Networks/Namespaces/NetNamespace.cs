using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Namespaces;

/// <summary>A network namespace with a name below /run/netns, as it was when it was read.</summary>
public sealed record NetNamespace
{
    public required string Name { get; init; }

    /// <summary>The file that it is mounted on.</summary>
    public required string Path { get; init; }

    /// <summary>What tells it from all others; empty for a stale file.</summary>
    public NamespaceIdentity NamespaceId { get; init; }

    /// <summary>The number by which the namespace it was read from knows it (`ip netns list`: id); null where it has none yet.</summary>
    public int? Id { get; init; }

    /// <summary>The file exists and no namespace is mounted on it: nothing can be done in it, and a new one cannot take its name.</summary>
    public bool IsStale { get; init; }

    public override string ToString() => Name;
}
