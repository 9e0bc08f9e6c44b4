using System.Text;
using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>Reads the interfaces of a namespace.</summary>
public static class InterfaceReader
{
    /// <summary>All interfaces, in the order of their indexes.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetInterface> List(NamespaceSession session, bool withCounters = false) =>
        KernelErrors.Explained(session.Name, () =>
        {
            var context = LinkContext.Read(session, withCounters);
            return context.Links.Select(link => NetInterface.From(link, context, session)).ToList();
        });

    /// <summary>All bridges, in the order of their indexes.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetBridge> ListBridges(NamespaceSession session) =>
        KernelErrors.Explained(session.Name, () =>
        {
            var context = LinkContext.Read(session, withCounters: true);
            return context.Links.Where(link => link.Kind == BridgeLink.KindName).Select(link => NetBridge.From(link, context, session)).ToList();
        });

    /// <summary>One interface.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound.</exception>
    public static NetInterface Read(NamespaceSession session, string name) => TryRead(session, name) ?? throw NotFound(session, name);

    /// <summary>One interface after a change that may have brought it up: where it works, its state says so already (<see cref="RisenLink"/>).</summary>
    /// <exception cref="NetworkException">InterfaceNotFound.</exception>
    public static NetInterface ReadChanged(NamespaceSession session, string name) => TryRead(session, name, RisenLink.Settle) ?? throw NotFound(session, name);

    /// <summary>One interface, with its counters; null where there is none of that name, as of one that none can have.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static NetInterface? TryRead(NamespaceSession session, string name) => TryRead(session, name, AsItIs);

    private static NetInterface? TryRead(NamespaceSession session, string name, Func<NamespaceSession, LinkMessage, LinkMessage> look) =>
        Encoding.UTF8.GetByteCount(name) is 0 or > InterfaceName.MaximumBytes ? null
        : KernelErrors.Explained(name, () => session.Links.Find(name) is { } link && link.Name == name ? ReadAlone(session, look(session, link)) : null);

    /// <summary>The interface of an index; null where there is none.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal static NetInterface? Find(NamespaceSession session, int index) => Find(session, index, AsItIs);

    /// <summary>The same, after a change that may have brought it up.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    internal static NetInterface? FindChanged(NamespaceSession session, int index) => Find(session, index, RisenLink.Settle);

    private static NetInterface? Find(NamespaceSession session, int index, Func<NamespaceSession, LinkMessage, LinkMessage> look) => index == 0 ? null
        : KernelErrors.Explained(session.Name, () => session.Links.Find(index) is { } link ? ReadAlone(session, look(session, link)) : null);

    private static LinkMessage AsItIs(NamespaceSession session, LinkMessage link) => link;

    /// <summary>One link as all are read, but asking only for those others that it names.</summary>
    private static NetInterface ReadAlone(NamespaceSession session, LinkMessage link)
    {
        var named = new[] { link.MasterIndex, link.LinkNamespaceId is null ? link.LinkIndex : 0 }.Where(index => index != 0 && index != link.Index).Distinct();
        var others = named.Select(index => session.Links.Find(index)).OfType<LinkMessage>();
        return NetInterface.From(link, new LinkContext([link, .. others], session.Addresses.List(link.Index)), session);
    }

    /// <summary>Whether there is an interface of a name.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static bool Exists(NamespaceSession session, string name) => Find(session, name) is not null;

    /// <summary>One bridge.</summary>
    /// <exception cref="NetworkException">BridgeNotFound.</exception>
    public static NetBridge ReadBridge(NamespaceSession session, string name) =>
        ListBridges(session).FirstOrDefault(bridge => bridge.Name == name) ?? throw BridgeNotFound(session, name);

    /// <summary>The link of a name.</summary>
    /// <exception cref="NetworkException">InvalidName, InterfaceNotFound.</exception>
    internal static LinkMessage Need(NamespaceSession session, string name)
    {
        InterfaceName.Check(name);
        return Find(session, name) ?? throw NotFound(session, name);
    }

    /// <summary>The bridge of a name.</summary>
    /// <exception cref="NetworkException">InvalidName, BridgeNotFound, NotABridge.</exception>
    internal static LinkMessage NeedBridge(NamespaceSession session, string name)
    {
        InterfaceName.Check(name);
        var link = Find(session, name) ?? throw BridgeNotFound(session, name);
        return link.Kind == BridgeLink.KindName ? link : throw new NetworkException(
            NetworkError.NotABridge,
            $"'{name}' in {session.Description} is no bridge but {Describe(link)}.",
            name,
            "Get-NetBridge lists the bridges there are.");
    }

    /// <summary>Checks that a name for a new interface is possible and free.</summary>
    /// <exception cref="NetworkException">InvalidName, InterfaceExists.</exception>
    internal static void NeedFree(NamespaceSession session, string name)
    {
        InterfaceName.Check(name);
        NeedFree(session, name, Find(session, name));
    }

    /// <summary>As above, when what the kernel knows by the name, or null, was read already.</summary>
    internal static void NeedFree(NamespaceSession session, string name, LinkMessage? found)
    {
        if (found is not null)
            throw Exists(session, found, name);
    }

    internal static LinkMessage? Find(NamespaceSession session, string name) =>
        KernelErrors.Explained(name, () => session.Links.Find(name));

    private static NetworkException Exists(NamespaceSession session, LinkMessage link, string name) => new(
        NetworkError.InterfaceExists,
        link.Name == name
            ? $"'{name}' exists in {session.Description} already: {Describe(link)}."
            : $"'{name}' exists in {session.Description} already: it is another name (altname) of {link.Name}, {Describe(link)}.",
        name,
        LabMark.LabOf(link) is { } lab ? $"Choose another name, or remove the lab: Remove-VethLab {lab}."
            : VethLabMark.IsOn(link) ? "It may be left from an earlier run. Remove it first, or choose another name."
            : "It is not VethLab's. Choose another name.");

    /// <summary>There is no such bridge.</summary>
    public static NetworkException BridgeNotFound(NamespaceSession session, string name) => new(
        NetworkError.BridgeNotFound,
        $"There is no bridge '{name}' in {session.Description}.",
        name,
        "Get-NetBridge lists the bridges there are; -Namespace looks in another namespace.");

    /// <summary>There is no such interface.</summary>
    public static NetworkException NotFound(NamespaceSession session, string name) => new(
        NetworkError.InterfaceNotFound,
        $"There is no interface '{name}' in {session.Description}.",
        name,
        "Get-NetInterface lists the interfaces there are; -Namespace looks in another namespace.");

    /// <summary>What a link is and who made it: "a bridge made by VethLab", "a bridge of the lab demo".</summary>
    internal static string Describe(LinkMessage link)
    {
        var kind = NetInterface.KindOf(link);
        var what = $"{("aeiou".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a")} {kind}";
        return LabMark.LabOf(link) is { } lab ? $"{what} of the lab {lab}" : VethLabMark.IsOn(link) ? $"{what} made by VethLab" : $"{what} not made by VethLab";
    }

    /// <summary>Whether a kernel's refusal means that it has no such kind of link.</summary>
    internal static NetworkException? ExplainCreation(LinuxException failure, string kind, string name) => failure.Errno switch
    {
        Errno.EOPNOTSUPP => KernelFeature.OfLinkKind(kind).Missing(name, failure),
        Errno.EEXIST => new NetworkException(
            NetworkError.InterfaceExists,
            $"An interface of that name appeared while '{name}' was made: {failure.Message}",
            name,
            "Somebody else is making interfaces here; choose another name.",
            failure),
        Errno.EINVAL or Errno.ERANGE or Errno.EADDRNOTAVAIL => new NetworkException(
            NetworkError.InvalidValue, failure.Message, name, "The text is the kernel's own; it names what it objects to.", failure),
        _ => null,
    };
}
