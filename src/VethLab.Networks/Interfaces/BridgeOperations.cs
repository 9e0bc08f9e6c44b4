using VethLab.Linux.Interop;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Interfaces;

/// <summary>Makes and removes bridges, and puts interfaces into them.</summary>
public static class BridgeOperations
{
    /// <summary>Plans a new bridge: made in one message, marked, addressed, up.</summary>
    /// <exception cref="NetworkException">InvalidName, InterfaceExists, InvalidMtu, InvalidMacAddress.</exception>
    public static Plan PlanCreate(NamespaceSession session, BridgeDescription bridge)
    {
        InterfaceReader.NeedFree(session, bridge.Name);
        LinkSettings.Check(bridge.Name, bridge.Mtu, bridge.MacAddress);

        var mac = bridge.MacAddress ?? MacAddress.Random();
        var mtu = bridge.Mtu is { } bytes ? $" mtu {bytes}" : string.Empty;
        var stp = bridge.Stp ? " stp_state 1" : string.Empty;
        var plan = new Plan();
        plan.Add(
            () => session.Shell.Ip($"link add {ShellPrefix.Quote(bridge.Name)} address {mac}{mtu} group {VethLabMark.Group} type bridge{stp}"),
            () => KernelErrors.Explained(
                bridge.Name,
                () => session.Links.Create(
                    new LinkDescription { Name = bridge.Name, MacAddress = mac, Mtu = bridge.Mtu, Group = VethLabMark.Group },
                    new BridgeLink { Stp = bridge.Stp ? true : null }),
                failure => InterfaceReader.ExplainCreation(failure, BridgeLink.KindName, bridge.Name)),
            () => session.Links.Delete(InterfaceReader.Need(session, bridge.Name).Index));
        LinkSettings.PlanMark(plan, session, bridge.Name, makesLinkLocal: !LinkSettings.IsIPv4Only(bridge.IPAddress));
        LinkSettings.PlanAddressesAndUp(plan, bridge.Down, (session, bridge.Name, bridge.IPAddress));
        return plan;
    }

    /// <summary>Plans a change of a bridge's settings; leaves out what is so already.</summary>
    /// <exception cref="NetworkException">BridgeNotFound, NotABridge, InvalidMtu, InvalidMacAddress, InvalidValue.</exception>
    public static Plan PlanChange(NamespaceSession session, string name, BridgeChange change)
    {
        var bridge = InterfaceReader.NeedBridge(session, name);
        var now = bridge.Bridge ?? new BridgeData();
        var plan = InterfaceOperations.PlanChange(session, name, new InterfaceChange { MacAddress = change.MacAddress, Mtu = change.Mtu });
        // Off before and on after the delay, which STP limits to 2 to 30 s.
        if (change.Stp == false && now.Stp)
            Set("stp_state 0", new BridgeLink { Stp = false }, new BridgeLink { Stp = true });
        if (change.ForwardDelay is { } delay && delay != now.ForwardDelay)
            Set($"forward_delay {Ticks(delay)}", new BridgeLink { ForwardDelay = delay }, new BridgeLink { ForwardDelay = now.ForwardDelay });
        if (change.AgeingTime is { } ageing && ageing != now.AgeingTime)
            Set($"ageing_time {Ticks(ageing)}", new BridgeLink { AgeingTime = ageing }, new BridgeLink { AgeingTime = now.AgeingTime });
        if (change.MulticastSnooping is { } snooping && snooping != now.MulticastSnooping)
        {
            Set(
                $"mcast_snooping {(snooping ? 1 : 0)}",
                new BridgeLink { MulticastSnooping = snooping },
                new BridgeLink { MulticastSnooping = now.MulticastSnooping });
        }
        if (change.Stp == true && !now.Stp)
            Set("stp_state 1", new BridgeLink { Stp = true }, new BridgeLink { Stp = false });
        return plan;

        void Set(string words, BridgeLink value, BridgeLink back) => plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(name)} type bridge {words}"),
            () => KernelErrors.Explained(
                name,
                () => session.Links.Change(bridge.Index, new LinkDescription(), value),
                failure => failure.Errno is Errno.ERANGE or Errno.EINVAL
                    ? new NetworkException(
                        NetworkError.InvalidValue, $"{name} does not take {words}: {failure.Message}", name,
                        "With STP the forward delay is 2 to 30 s.", failure)
                    : null),
            () => session.Links.Change(bridge.Index, new LinkDescription(), back));

        static long Ticks(TimeSpan time) => (long)Math.Round(time.TotalSeconds * 100);
    }

    /// <summary>Plans to remove a bridge; its ports stay, without a bridge.</summary>
    /// <exception cref="NetworkException">BridgeNotFound, NotABridge.</exception>
    public static Plan PlanRemove(NamespaceSession session, string name)
    {
        var bridge = InterfaceReader.NeedBridge(session, name);
        var plan = new Plan();
        plan.AddFinal(
            () => session.Shell.Ip($"link delete {ShellPrefix.Quote(name)} type bridge"),
            () => KernelErrors.Explained(name, () => session.Links.Delete(bridge.Index)));
        return plan;
    }

    /// <summary>Plans to make an interface a port of a bridge; empty where it is one already.</summary>
    /// <exception cref="NetworkException">BridgeNotFound, NotABridge, InterfaceNotFound, InterfaceInBridge, BridgeFull.</exception>
    public static Plan PlanAddPort(NamespaceSession session, string bridgeName, string portName)
    {
        var bridge = InterfaceReader.NeedBridge(session, bridgeName);
        var port = InterfaceReader.Need(session, portName);
        var plan = new Plan();
        if (port.MasterIndex == bridge.Index)
            return plan;
        if (port.MasterIndex != 0)
        {
            var master = KernelErrors.Explained(portName, () => session.Links.Find(port.MasterIndex))?.Name ?? "another bridge";
            throw new NetworkException(
                NetworkError.InterfaceInBridge,
                $"'{portName}' is a port of {master} already.",
                portName,
                $"Take it out first: Remove-VethFromBridge {portName}.");
        }
        plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(portName)} master {ShellPrefix.Quote(bridgeName)}"),
            () => KernelErrors.Explained(
                portName,
                () => session.Links.Change(port.Index, new LinkDescription { MasterIndex = bridge.Index }),
                failure => BridgePortErrors.Explain(failure, session, bridgeName, port)),
            () => session.Links.Change(port.Index, new LinkDescription { MasterIndex = 0 }));
        return plan;
    }

    /// <summary>Plans to take an interface out of its bridge.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound; NotInBridge: it is in none, or not in the one that was named.</exception>
    public static Plan PlanRemovePort(NamespaceSession session, string portName, string? bridgeName)
    {
        var port = InterfaceReader.Need(session, portName);
        var bridge = bridgeName is null ? null : InterfaceReader.NeedBridge(session, bridgeName);
        if (port.MasterIndex == 0 || (bridge is not null && port.MasterIndex != bridge.Index))
        {
            throw new NetworkException(
                NetworkError.NotInBridge,
                $"'{portName}' is no port of {bridgeName ?? "any bridge"}.",
                portName,
                "Get-NetBridge shows each bridge's ports.");
        }
        var master = port.MasterIndex;
        var plan = new Plan();
        plan.Add(
            () => session.Shell.Ip($"link set {ShellPrefix.Quote(portName)} nomaster"),
            () => KernelErrors.Explained(portName, () => session.Links.Change(port.Index, new LinkDescription { MasterIndex = 0 })),
            () => session.Links.Change(port.Index, new LinkDescription { MasterIndex = master }));
        return plan;
    }
}
