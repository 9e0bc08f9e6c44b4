using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Interfaces;

/// <summary>Changes interfaces.</summary>
public static class InterfaceOperations
{
    /// <summary>
    /// Plans a change, in the order in which it works: MAC and MTU, then the move, which takes the interface down and its addresses from
    /// it, then up or down. Leaves out what is so already.
    /// </summary>
    /// <exception cref="NetworkException">InterfaceNotFound, InvalidMtu, InvalidMacAddress, InterfaceExists in the target.</exception>
    public static Plan PlanChange(NamespaceSession session, string name, InterfaceChange change)
    {
        var link = InterfaceReader.Need(session, name);
        LinkSettings.Check(name, change.Mtu, change.MacAddress);
        var moves = change.Target is { } target && target.Handle.Inode != session.Handle.Inode;
        if (moves)
            InterfaceReader.NeedFree(change.Target!, name);

        var plan = new Plan();
        var quoted = ShellPrefix.Quote(name);
        if (change.MacAddress is { } mac && mac != link.MacAddress)
        {
            plan.Add(
                session.Shell.Ip($"link set {quoted} address {mac}"),
                () => Apply(session, name, link.Index, new LinkDescription { MacAddress = mac }),
                () => session.Links.Change(link.Index, new LinkDescription { MacAddress = link.MacAddress }));
        }
        if (change.Mtu is { } mtu && mtu != link.Mtu)
        {
            plan.Add(
                session.Shell.Ip($"link set {quoted} mtu {mtu}"),
                () => Apply(session, name, link.Index, new LinkDescription { Mtu = mtu }),
                () => session.Links.Change(link.Index, new LinkDescription { Mtu = link.Mtu }));
        }
        if (moves)
            PlanMove(plan, session, link, change.Target!);
        PlanState(plan, moves ? change.Target! : session, link, change.Up, moves);
        return plan;
    }

    private static void PlanMove(Plan plan, NamespaceSession session, LinkMessage link, NamespaceSession target) => plan.Add(
        session.Shell.Ip($"link set {ShellPrefix.Quote(link.Name)} netns {target.Shell.Target}"),
        () => Apply(session, link.Name, link.Index, new LinkDescription { Namespace = target.Handle }),
        () => target.Links.Change(0, new LinkDescription { Name = link.Name, Namespace = session.Handle }));

    private static void PlanState(Plan plan, NamespaceSession session, LinkMessage link, bool? up, bool moved)
    {
        if (up is not { } wanted || wanted == (link.IsUp && !moved))
            return;
        plan.Add(
            session.Shell.Ip($"link set {ShellPrefix.Quote(link.Name)} {(wanted ? "up" : "down")}"),
            () => KernelErrors.Explained(
                link.Name, () => session.Links.Change(0, new LinkDescription { Name = link.Name, Up = wanted })),
            () => session.Links.Change(0, new LinkDescription { Name = link.Name, Up = !wanted }));
    }

    private static void Apply(NamespaceSession session, string name, int index, LinkDescription change) =>
        KernelErrors.Explained(name, () => session.Links.Change(index, change), failure => failure.Errno switch
        {
            Errno.EINVAL or Errno.ERANGE when change.Mtu is { } mtu => new NetworkException(
                NetworkError.InvalidMtu, $"'{name}' cannot have an MTU of {mtu}: {failure.Message}", name, "The device's own limits are narrower.", failure),
            Errno.EADDRNOTAVAIL when change.MacAddress is { } mac => new NetworkException(
                NetworkError.InvalidMacAddress, $"'{name}' cannot have the address {mac}: {failure.Message}", name, null, failure),
            Errno.EINVAL when change.Namespace is not null => new NetworkException(
                NetworkError.InvalidValue, $"'{name}' cannot move to another namespace: {failure.Message}", name,
                "Loopback and interfaces that are bound to their namespace stay where they are.", failure),
            _ => null,
        });
}
