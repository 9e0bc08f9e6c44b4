using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.State;

/// <summary>Everything in the kernel that carries one lab's mark.</summary>
/// <param name="name">The lab's name.</param>
/// <param name="links">The links of the namespaces that were looked into.</param>
internal sealed class LabTraces(string name, IReadOnlyDictionary<NamespaceSession, IReadOnlyList<LinkMessage>> links)
{
    internal string Name { get; } = name;

    internal LabMark Mark { get; } = LabMark.Of(name);

    /// <summary>Its namespaces: those whose loopback is marked.</summary>
    internal List<NamespaceSession> Namespaces { get; } = [];

    /// <summary>Namespaces that are not the lab's and have something of it.</summary>
    internal List<LabOutside> Outside { get; } = [];

    /// <summary>Files below /run/netns on which its namespaces were to be mounted when its maker was killed.</summary>
    internal List<string> Placeholders { get; } = [];

    /// <summary>What has been read of some of its namespaces already.</summary>
    internal IReadOnlyDictionary<NamespaceSession, SeenSpace> Seen { get; set; } = new Dictionary<NamespaceSession, SeenSpace>();

    /// <summary>Links of a namespace and their addresses.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal SeenSpace SeenIn(NamespaceSession session) =>
        Seen.GetValueOrDefault(session) ?? new SeenSpace(Mark, session, new LinkContext(LinksOf(session), session.Addresses.List()));

    /// <summary>All links of a namespace: as they were seen when it was looked into, if it was.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    internal IReadOnlyList<LinkMessage> LinksOf(NamespaceSession session) => links.GetValueOrDefault(session) ?? session.Links.List();

    /// <summary>The numbers of its namespaces.</summary>
    internal IReadOnlySet<ulong> Inodes => Namespaces.Select(space => space.Handle.Inode).ToHashSet();

    /// <summary>The namespace of the lab's own, where its bridges live; null: it has none. Looked for whenever it is asked for.</summary>
    internal NamespaceSession? Own => Namespaces.Find(IsOwn);

    /// <summary>Where its bridges and records are: in the namespace of its own, or where its table says that it was made; null: nothing is left of it.</summary>
    internal NamespaceSession? Place => Own ?? Outside.Find(outside => outside.HasTable)?.Session ?? Outside.FirstOrDefault()?.Session;

    /// <summary>Its namespaces but its own.</summary>
    internal IEnumerable<NamespaceSession> Machines => Namespaces.Where(space => !IsOwn(space));

    private bool IsOwn(NamespaceSession space) => space.Name == Name;
}

/// <summary>What a lab has in a namespace that is not its own.</summary>
/// <param name="Session">The namespace.</param>
/// <param name="Links">Links with the lab's number.</param>
/// <param name="HasTable">Whether the lab's nf_tables table is there.</param>
internal sealed record LabOutside(NamespaceSession Session, IReadOnlyList<LinkMessage> Links, bool HasTable);
