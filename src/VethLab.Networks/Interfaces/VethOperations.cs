using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Routes;

namespace VethLab.Networks.Interfaces;

/// <summary>Makes and removes veth pairs.</summary>
public static class VethOperations
{
    /// <summary>Plans a new pair: one message makes both ends where they shall live; then addresses, both up, and the default route.</summary>
    /// <exception cref="NetworkException">InvalidName, InterfaceExists, InvalidMtu, InvalidMacAddress, WrongAddressFamily, GatewayUnreachable.</exception>
    public static Plan PlanCreate(VethDescription pair)
    {
        var (end, peer) = (pair.End, pair.Peer);
        InterfaceReader.NeedFree(end.Session, end.Name);
        InterfaceReader.NeedFree(peer.Session, peer.Name);
        if (end.Name == peer.Name && end.Session.Handle.Inode == peer.Session.Handle.Inode)
        {
            throw new NetworkException(
                NetworkError.InvalidName, $"Both ends of the pair are called '{end.Name}'.", end.Name, "In one namespace each needs a name of its own.");
        }
        LinkSettings.Check(end.Name, pair.Mtu, end.MacAddress);
        LinkSettings.Check(peer.Name, pair.Mtu, peer.MacAddress);
        if (pair.Gateway is not null)
            RouteOperations.CheckGateway(pair.Gateway, end.IPAddress, end.Name);

        var plan = new Plan();
        plan.Add(
            () => CreateCommand(pair),
            () => KernelErrors.Explained(
                end.Name,
                () => end.Session.Links.Create(Describe(end, pair.Mtu), new VethLink(Describe(peer, pair.Mtu))),
                failure => InterfaceReader.ExplainCreation(failure, VethLink.KindName, end.Name)),
            () => end.Session.Links.Delete(InterfaceReader.Need(end.Session, end.Name).Index));

        // An end that only forwards what the other sends has no use for an IPv6 address unless the pair is a link of its own.
        var ipv4Only = LinkSettings.IsIPv4Only([.. end.IPAddress, .. peer.IPAddress]);
        var isUplink = end.IPAddress.Count > 0 && peer.IPAddress.Count == 0;
        LinkSettings.PlanMark(plan, end.Session, end.Name, makesLinkLocal: !ipv4Only);
        LinkSettings.PlanMark(plan, peer.Session, peer.Name, makesLinkLocal: !ipv4Only && !isUplink);
        LinkSettings.PlanAddressesAndUp(plan, pair.Down, (end.Session, end.Name, end.IPAddress), (peer.Session, peer.Name, peer.IPAddress));
        if (pair.Gateway is not null && !pair.Down)
            RouteOperations.PlanDefault(plan, end.Session, end.Name, pair.Gateway);
        return plan;
    }

    /// <summary>Plans to remove the pair that a veth end belongs to.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotAVeth.</exception>
    public static Plan PlanRemove(NamespaceSession session, string name)
    {
        var link = NeedVeth(session, name);
        var plan = new Plan();
        plan.AddFinal(
            () => session.Shell.Ip($"link delete {ShellPrefix.Quote(name)}"),
            () => KernelErrors.Explained(name, () => session.Links.Delete(link.Index)));
        return plan;
    }

    /// <summary>The veth end of a name.</summary>
    /// <exception cref="NetworkException">InterfaceNotFound, NotAVeth.</exception>
    internal static LinkMessage NeedVeth(NamespaceSession session, string name)
    {
        var link = InterfaceReader.Need(session, name);
        return link.Kind == VethLink.KindName ? link : throw new NetworkException(
            NetworkError.NotAVeth,
            $"'{name}' in {session.Description} is no veth but {InterfaceReader.Describe(link)}.",
            name,
            "Get-VethPair lists the pairs there are.");
    }

    private static LinkDescription Describe(VethEndDescription end, int? mtu) => new()
    {
        Name = end.Name,
        MacAddress = end.MacAddress,
        Mtu = mtu,
        Group = VethLabMark.Group,
        Namespace = end.Session.Handle,
        Queues = 1,
    };

    private static string CreateCommand(VethDescription pair)
    {
        var (end, peer) = (pair.End, pair.Peer);
        return end.Session.Shell.Ip(
            $"link add {ShellPrefix.Quote(end.Name)}{Common(end)} numtxqueues 1 numrxqueues 1 type veth "
            + $"peer name {ShellPrefix.Quote(peer.Name)}{Common(peer)} numtxqueues 1 numrxqueues 1{PeerPlace()}");

        string Common(VethEndDescription description) =>
            (description.MacAddress is { } mac ? $" address {mac}" : string.Empty)
            + (pair.Mtu is { } mtu ? $" mtu {mtu}" : string.Empty)
            + $" group {VethLabMark.Group}";

        string PeerPlace() =>
            end.Session.Handle.Inode == peer.Session.Handle.Inode ? string.Empty : $" netns {peer.Session.Shell.Target}";
    }
}
