using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Addresses;

/// <summary>Reads, adds and removes addresses.</summary>
public static class AddressOperations
{
    /// <summary>All addresses in a namespace.</summary>
    /// <exception cref="NetworkException">The kernel refused.</exception>
    public static IReadOnlyList<NetIPAddress> List(NamespaceSession session) => KernelErrors.Explained(session.Name, () =>
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Addresses.List()
            .Where(address => names.ContainsKey(address.InterfaceIndex))
            .Select(address => NetIPAddress.From(address, names[address.InterfaceIndex], session))
            .ToList();
    });

    /// <summary>
    /// Plans to add an address to an interface, and a default route where a gateway is given. IPv6 addresses are usable at once: no duplicate
    /// detection (nodad) unless asked for.
    /// </summary>
    /// <exception cref="NetworkException">InterfaceNotFound, AddressExists, InvalidAddress, WrongAddressFamily, GatewayUnreachable.</exception>
    public static Plan PlanAdd(
        NamespaceSession session, string interfaceName, IPPrefix address, bool detectDuplicates = false, System.Net.IPAddress? gateway = null)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        var existing = KernelErrors.Explained(interfaceName, () => session.Addresses.List(link.Index));
        if (existing.Any(other => other.Address.Address.Equals(address.Address) && other.Address.Length == address.Length))
            throw AddressErrors.Exists(interfaceName, address);
        if (gateway is not null)
            RouteOperations.CheckGateway(gateway, [address], interfaceName);
        var plan = new Plan();
        Plan(plan, session, interfaceName, address, detectDuplicates);
        if (gateway is not null)
            RouteOperations.PlanDefault(plan, session, interfaceName, gateway);
        return plan;
    }

    /// <summary>Plans an address of a link that an earlier step of the same plan makes.</summary>
    internal static void PlanAddToNew(Plan plan, NamespaceSession session, string interfaceName, IPPrefix address) =>
        Plan(plan, session, interfaceName, address, detectDuplicates: false);

    private static void Plan(Plan plan, NamespaceSession session, string interfaceName, IPPrefix address, bool detectDuplicates)
    {
        AddressErrors.NeedAddress(interfaceName, address);
        var flags = detectDuplicates ? AddressFlags.None : FlagsOf(address);
        plan.Add(
            () => session.Shell.Ip(AddWords(interfaceName, address, flags)),
            () => Add(session, interfaceName, IndexOf(session, interfaceName), address, flags),
            () => session.Addresses.Remove(IndexOf(session, interfaceName), address));
    }

    /// <summary>
    /// IPv6 addresses are for a link that is up. One that was given before gets its route anew as the link comes up, without waiting for memory
    /// (addrconf_permanent_addr), and where there is none at once the kernel drops it without a word: as happens while many namespaces are made.
    /// </summary>
    internal static bool WantsLinkUp(IPPrefix address) => address.Family == AddressFamily.InterNetworkV6;

    /// <summary>With which a new address is usable at once.</summary>
    internal static AddressFlags FlagsOf(IPPrefix address) =>
        address.Family == AddressFamily.InterNetworkV6 ? AddressFlags.NoDuplicateDetection : AddressFlags.None;

    /// <summary>The arguments of ip(8) that add an address.</summary>
    internal static string AddWords(string interfaceName, IPPrefix address, AddressFlags flags)
    {
        var broadcast = address.Broadcast is { } all ? $" broadcast {all}" : string.Empty;
        var nodad = flags == AddressFlags.None ? string.Empty : " nodad";
        return $"address add {address}{broadcast} dev {ShellPrefix.Quote(interfaceName)}{nodad}";
    }

    internal static void Add(NamespaceSession session, string interfaceName, int interfaceIndex, IPPrefix address, AddressFlags flags) => KernelErrors.Explained(
        interfaceName,
        () => session.Addresses.Add(interfaceIndex, address, flags),
        failure => AddressErrors.Explain(failure, session, interfaceName, address));

    /// <summary>Plans to remove an address.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, AddressNotFound.</exception>
    public static Plan PlanRemove(NamespaceSession session, string interfaceName, IPPrefix address) =>
        PlanRemove(session, interfaceName, address, other => other.Address == address);

    /// <summary>Plans to remove an address that was read before; of several that differ in their peers alone, that one.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, AddressNotFound.</exception>
    public static Plan PlanRemove(NamespaceSession session, NetIPAddress address)
    {
        var prefix = AddressText.ParsePrefix(address.Name);
        return PlanRemove(session, address.InterfaceAlias, prefix, other => other.Address == prefix && other.Peer?.ToString() == address.Peer);
    }

    private static Plan PlanRemove(NamespaceSession session, string interfaceName, IPPrefix address, Func<AddressMessage, bool> isMeant)
    {
        var link = InterfaceReader.Need(session, interfaceName);
        var existing = KernelErrors.Explained(interfaceName, () => session.Addresses.List(link.Index)).FirstOrDefault(isMeant)
            ?? throw AddressErrors.NotFound(session, interfaceName, address);
        var words = existing.Peer is null ? address.ToString() : $"{address.Address} peer {existing.Peer}/{address.Length}";
        var removal = new AddressRemoval(session, existing);
        var plan = new Plan();
        plan.Add(
            () => session.Shell.Ip($"address delete {words} dev {ShellPrefix.Quote(interfaceName)}"),
            () => KernelErrors.Explained(interfaceName, removal.Apply),
            removal.Undo);
        return plan;
    }

    private static int IndexOf(NamespaceSession session, string interfaceName) => InterfaceReader.Need(session, interfaceName).Index;
}
