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
    /// Plans a change, in the order in which it works: alias, MAC and MTU, the new name, then up or down. A move comes last, since it takes the
    /// interface's addresses, routes and bridge from it for good; up goes with it, in one message. Leaves out what is so already.
    /// </summary>
    /// <exception cref="NetworkException">InterfaceNotFound, InvalidName, InvalidMtu, InvalidMacAddress, InvalidValue; InterfaceExists: a name is taken.</exception>
    public static Plan PlanChange(NamespaceSession session, string name, InterfaceChange change)
    {
        var link = InterfaceReader.Need(session, name);
        LinkSettings.Check(name, change.Mtu, change.MacAddress);
        var newName = change.NewName is { } wanted && wanted != name ? wanted : null;
        if (newName is not null)
            InterfaceReader.NeedFree(session, newName);
        var moves = change.Target is { } target && target.Handle.Inode != session.Handle.Inode;
        if (moves && (link.Flags & LinkFlags.Loopback) != 0)
        {
            throw new NetworkException(
                NetworkError.InvalidValue, $"'{name}' cannot move to another namespace: it is a loopback.", name, "Every namespace has its own.");
        }
        if (moves)
            InterfaceReader.NeedFree(change.Target!, newName ?? name);

        var plan = new Plan();
        if (change.Alias is { } alias && alias != link.Alias)
            PlanSet(plan, session, link, $"alias {ShellPrefix.Quote(alias)}", new LinkDescription { Alias = alias }, new LinkDescription { Alias = link.Alias });
        if (change.MacAddress is { } mac && mac != link.MacAddress)
            PlanSet(plan, session, link, $"address {mac}", new LinkDescription { MacAddress = mac }, new LinkDescription { MacAddress = link.MacAddress });
        if (change.Mtu is { } mtu && mtu != link.Mtu)
            PlanSet(plan, session, link, $"mtu {mtu}", new LinkDescription { Mtu = mtu }, new LinkDescription { Mtu = link.Mtu });
        if (newName is not null)
            PlanSet(plan, session, link, $"name {ShellPrefix.Quote(newName)}", new LinkDescription { Name = newName }, new LinkDescription { Name = name });
        var renamed = link with { Name = newName ?? name };
        if (moves)
            PlanMove(plan, session, renamed, change.Target!, change.Up == true);
        else
            PlanState(plan, session, renamed, change.Up);
        return plan;
    }

    /// <summary>Plans to remove an interface, and with a veth its peer.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound; InterfaceNotDeletable: loopback, and what is a device of the machine.</exception>
    public static Plan PlanRemove(NamespaceSession session, string name)
    {
        var link = InterfaceReader.Need(session, name);
        if (link.Kind.Length == 0)
            throw NotDeletable(name, $"it is {InterfaceReader.Describe(link)}", null);
        var plan = new Plan();
        plan.AddFinal(
            () => session.Shell.Ip($"link delete {ShellPrefix.Quote(name)}"),
            () => KernelErrors.Explained(
                name,
                () => session.Links.Delete(link.Index),
                failure => failure.Errno == Errno.EOPNOTSUPP ? NotDeletable(name, failure.Message, failure) : null));
        return plan;
    }

    private static NetworkException NotDeletable(string name, string why, Exception? inner) => new(
        NetworkError.InterfaceNotDeletable, $"'{name}' cannot be removed: {why}.", name,
        "Only virtual interfaces can be; Set-NetInterface -Down stops any.", inner);

    private static void PlanSet(
        Plan plan, NamespaceSession session, LinkMessage link, string words, LinkDescription change, LinkDescription back) => plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(link.Name)} {words}"),
            () => Apply(session, link.Name, link.Index, change),
            () => session.Links.Change(link.Index, back));

    /// <summary>
    /// The kernel moves it first and then brings it up. Should it not come up there, it is taken back and what it was: up or down, with its
    /// addresses, in its bridge. Routes over it are gone, as after any move.
    /// </summary>
    private static void PlanMove(Plan plan, NamespaceSession session, LinkMessage link, NamespaceSession target, bool up)
    {
        var addresses = KernelErrors.Explained(link.Name, () => session.Addresses.List(link.Index));
        var command = session.Shell.Ip($"link set {ShellPrefix.Quote(link.Name)} netns {target.Shell.Target}{(up ? " up" : string.Empty)}");
        plan.AddFinal(command, () =>
        {
            try
            {
                Apply(session, link.Name, link.Index, new LinkDescription { Namespace = target.Handle, Up = up ? true : null });
            }
            catch (NetworkException failure) when (session.Links.Find(link.Index) is null && target.Links.Find(link.Name) is not null)
            {
                Return(session, link, target, addresses);
                throw failure.With(new UndoReport([command], []));
            }
        });
    }

    private static void Return(NamespaceSession session, LinkMessage link, NamespaceSession target, IReadOnlyList<AddressMessage> addresses)
    {
        target.Links.Change(0, new LinkDescription { Name = link.Name, Namespace = session.Handle });
        var index = InterfaceReader.Need(session, link.Name).Index;
        session.Links.Change(index, new LinkDescription { MasterIndex = link.MasterIndex == 0 ? null : link.MasterIndex, Up = link.IsUp ? true : null });
        var kept = session.Addresses.List(index);
        foreach (var address in addresses.Where(address => !address.Address.Address.IsIPv6LinkLocal && kept.All(other => other.Address != address.Address)))
            session.Addresses.Add(index, address.Address, address.Flags & AddressFlags.NoDuplicateDetection, address.Peer);
    }

    private static void PlanState(Plan plan, NamespaceSession session, LinkMessage link, bool? up)
    {
        if (up is not { } wanted || wanted == link.IsUp)
            return;
        plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(link.Name)} {(wanted ? "up" : "down")}"),
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
            Errno.EBUSY when change.Name is { } newName => new NetworkException(
                NetworkError.Busy, $"'{name}' cannot be renamed while it is up: {failure.Message}", name,
                $"Set-NetInterface {name} -Down, then -NewName {newName} -Up.", failure),
            Errno.EINVAL or Errno.ERANGE when change.Alias is not null => new NetworkException(
                NetworkError.InvalidValue, $"'{name}' cannot have that alias: {failure.Message}", name, "At most 255 bytes are possible.", failure),
            Errno.EBUSY when change.MacAddress is { } mac => new NetworkException(
                NetworkError.Busy, $"'{name}' cannot get the address {mac} as it is: {failure.Message}", name,
                $"Some devices take one only while they are down: Set-NetInterface {name} -Down, then -MacAddress {mac} -Up.", failure),
            Errno.EEXIST when (change.Name ?? name) is var taken => new NetworkException(
                NetworkError.InterfaceExists, $"'{taken}' exists there already: {failure.Message}", taken,
                "It appeared just now, or is another name (altname) of an interface; -NewName gives a name that is free.", failure),
            Errno.EINVAL when change.Namespace is not null => new NetworkException(
                NetworkError.InvalidValue, $"'{name}' cannot move to another namespace: {failure.Message}", name,
                "Loopback and interfaces that are bound to their namespace stay where they are.", failure),
            _ => null,
        });
}
