using VethLab.Linux.Namespaces;

namespace VethLab.Networks;

/// <summary>
/// Something in a network namespace, as it was when it was read: immutable, without handles, equal to another that says the same. It
/// remembers its namespace, so that what is done with it later is done there. Addresses are texts, as on Windows: ConvertTo-Json and
/// Export-Csv write an object's properties one by one, and would take an address apart.
/// </summary>
public abstract record NetObject
{
    /// <summary>Name of its namespace below /run/netns; null where that has none, as the machine's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>What tells its namespace from all others.</summary>
    public NamespaceIdentity NamespaceId { get; init; }
}
