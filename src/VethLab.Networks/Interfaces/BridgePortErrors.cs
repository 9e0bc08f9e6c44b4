using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Interfaces;

/// <summary>Why a bridge does not take a port (br_add_if in net/bridge/br_if.c).</summary>
internal static class BridgePortErrors
{
    /// <summary>EXFULL: all port numbers are given away.</summary>
    private const Errno ExchangeFull = (Errno)54;

    internal static NetworkException? Explain(LinuxException failure, NamespaceSession session, string bridge, LinkMessage link) =>
        failure.Errno == Errno.EBUSY ? Taken(failure, session, bridge, link) : Explain(failure, bridge, link.Name);

    /// <summary>
    /// The place where a bridge would take its port's packets is taken by a link that lies on top of it (rx_handler in net/core/dev.c). In
    /// the same namespace such a link is seen by its IFLA_LINK.
    /// </summary>
    private static NetworkException Taken(LinuxException failure, NamespaceSession session, string bridge, LinkMessage link)
    {
        var above = session.Links.List()
            .Where(other => other.LinkIndex == link.Index && other.LinkNamespaceId is null && other.Kind is "macvlan" or "macvtap" or "ipvlan" or "ipvtap")
            .Select(other => $"{other.Name} ({InterfaceReader.Describe(other)})")
            .ToList();
        return new NetworkException(
            NetworkError.Busy,
            $"'{link.Name}' cannot be a port of {bridge}, since its packets go to something else already: "
            + $"{(above.Count > 0 ? string.Join(", ", above) : "a macvlan, an ipvlan or the like, perhaps in another namespace")}. {failure.Message}",
            link.Name,
            above.Count > 0
                ? $"Remove that first, or make it the bridge's port in place of '{link.Name}'."
                : "Remove that first; 'ip -d link' in the other namespaces shows what lies on which link.",
            failure);
    }

    /// <summary>The same for a port that is being made.</summary>
    internal static NetworkException? Explain(LinuxException failure, string bridge, string port) => failure.Errno switch
    {
        ExchangeFull => new NetworkException(
            NetworkError.BridgeFull,
            $"{bridge} is full: a bridge has at most 1,023 ports.",
            port,
            "Put further ports into a second bridge and join the two by a veth pair.",
            failure),
        Errno.ELOOP => new NetworkException(
            NetworkError.BridgeLoop,
            $"'{port}' cannot be a port of {bridge}: a bridge cannot be in a bridge.",
            port,
            "Join two bridges by a veth pair, one end in each.",
            failure),
        Errno.EINVAL or Errno.EOPNOTSUPP => new NetworkException(
            NetworkError.InvalidValue,
            $"'{port}' cannot be a port of {bridge}: {failure.Message}",
            port,
            "Only Ethernet-like interfaces can be a bridge's ports; loopback cannot.",
            failure),
        _ => null,
    };
}
