using System.Globalization;
using VethLab.Linux.Namespaces;

namespace VethLab.Networks.Namespaces;

/// <summary>A network namespace, as it was when it was read: one with a name below /run/netns, or one that a process is in.</summary>
public sealed record NetNamespace
{
    /// <summary>Its name below /run/netns; "pid:NUMBER" for one that has none and was found through a process.</summary>
    public required string Name { get; init; }

    /// <summary>The same as <see cref="Name"/>, as all objects have it: by this property -Namespace takes it from the pipeline.</summary>
    public string Namespace => Name;

    /// <summary>The file that it is mounted on, or its entry below /proc.</summary>
    public required string Path { get; init; }

    /// <summary>What tells it from all others; empty for a stale file.</summary>
    public NamespaceIdentity NamespaceId { get; init; }

    /// <summary>The number by which the namespace it was read from knows it (`ip netns list`: id); null where it has none yet.</summary>
    public int? Id { get; init; }

    /// <summary>The file exists and no namespace is mounted on it: nothing can be done in it, and a new one cannot take its name.</summary>
    public bool IsStale { get; init; }

    /// <summary>A process that is in it, where it was found through one.</summary>
    public int? ProcessId { get; init; }

    /// <summary>
    /// The name servers of programs that `ip netns exec` and Invoke-NetNamespace -FilePath start in it, where it has a file of its own for
    /// that (/etc/netns/NAME/resolv.conf); null where they use the machine's.
    /// </summary>
    public SnapshotList<string>? DnsServer { get; init; }

    /// <summary>The domains that the same file has programs search; null where there is no such file.</summary>
    public SnapshotList<string>? DnsSearch { get; init; }

    /// <summary>Whether it has a name below /run/netns.</summary>
    public bool IsNamed => ProcessId is null || !Name.StartsWith(UnnamedPrefix, StringComparison.Ordinal);

    /// <summary>What stands before the number of a process in the name of a namespace that has none.</summary>
    public const string UnnamedPrefix = "pid:";

    /// <summary>The process in the name of a namespace that has none ("pid:NUMBER"); null for other names.</summary>
    public static int? ProcessOf(string name) =>
        name.StartsWith(UnnamedPrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(UnnamedPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            ? process
            : null;

    public override string ToString() => Name;
}
