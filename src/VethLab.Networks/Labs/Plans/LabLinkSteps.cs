using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using VethLab.Linux.Route.LinkKinds;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Namespaces;

namespace VethLab.Networks.Labs.Plans;

/// <summary>
/// The steps that make bridges and veth pairs. A pair takes one create message with both ends' places, the mark, and the bridge; then each end is
/// configured where it lives. In namespaces of the lab nothing needs to be undone: it goes with them.
/// </summary>
internal sealed class LabLinkSteps(LabPlan plan, LabMark mark, bool hasIPv6)
{
    /// <summary>So many ports of a bridge are worth steps of their own.</summary>
    private const int ManyPorts = 64;

    /// <summary>An end where it lives, for a step.</summary>
    internal sealed record End(LabPlace Place, string Name)
    {
        internal string? Bridge { get; init; }

        internal MacAddress? MacAddress { get; init; }

        /// <summary>Null: as its link has it.</summary>
        internal int? Mtu { get; init; }

        internal IReadOnlyList<IPPrefix> IPAddress { get; init; } = [];

        /// <summary>Whether the kernel shall give it an IPv6 link-local address.</summary>
        internal bool MakesLinkLocal { get; init; }

        /// <summary>
        /// IPv4-only links have no IPv6 link-local address: it would only chatter into every capture, and with many nodes bring a storm. Nor has a port.
        /// </summary>
        internal static End Of(LabDescription lab, LabEnd end, LabEnd other, LabPlace place)
        {
            var bridge = end.Kind == LabNodeKind.Bridge ? end.Node : null;
            var beyond = other.Kind == LabNodeKind.Bridge ? lab.Bridges.First(one => one.Name == other.Node).IPAddress : other.IPAddress;
            return new End(place, end.Name)
            {
                Bridge = bridge,
                MacAddress = end.MacAddress,
                Mtu = end.Mtu,
                IPAddress = end.IPAddress,
                MakesLinkLocal = bridge is null && HasIPv6(end.IPAddress.Concat(beyond)),
            };
        }
    }

    /// <summary>
    /// A bridge, still down: it comes up when all its ports are there, which is much faster, and has its IPv6 addresses then. With many ports it does not snoop
    /// multicast until then either, since each new one has the kernel look at all those there are.
    /// </summary>
    internal void AddBridge(LabPlace place, LabBridge bridge, int ports = 0)
    {
        // Fixed, so that it does not change as ports come and go.
        var fixedBridge = bridge with { MacAddress = bridge.MacAddress ?? MacAddress.Random() };
        var end = EndOf(place, fixedBridge);
        plan.AddIn(
            place, "Create bridge", bridge.Name, () => Join([place.Ip(Words(fixedBridge, ports)), .. Commands(end)]), () => Make(place, fixedBridge, ports), UndoOf(end));
    }

    /// <summary>Makes a bridge at once, still down, without its IPv6 addresses.</summary>
    internal void Make(LabPlace place, LabBridge bridge, int ports = 0)
    {
        KernelErrors.Explained(
            bridge.Name,
            () => Create(place, bridge, new BridgeLink { Stp = bridge.Stp ? true : null, MulticastSnooping = ports >= ManyPorts ? false : null }),
            failure => InterfaceReader.ExplainCreation(failure, BridgeLink.KindName, bridge.Name));
        var end = EndOf(place, bridge);
        Finish(end, () => Configure(end));
    }

    private void Create(LabPlace place, LabBridge bridge, BridgeLink kind)
    {
        place.Forget(bridge.Name);
        var link = new LinkDescription { Name = bridge.Name, MacAddress = bridge.MacAddress, Group = mark.Group };
        if (place.ChooseIndex() is { } index)
        {
            try
            {
                place.Session.Links.Create(link with { Index = index }, kind);
                place.Remember(bridge.Name, index);
                return;
            }
            catch (NetlinkException failure) when (failure.Errno == Errno.EEXIST)
            {
                // The index is taken, or the name; it is the name if the kernel refuses the following as well.
                place.LeaveIndexesToKernel();
            }
        }
        place.Session.Links.Create(link, kind);
    }

    private static End EndOf(LabPlace place, LabBridge bridge) => new(place, bridge.Name) { IPAddress = bridge.IPAddress, MakesLinkLocal = HasIPv6(bridge.IPAddress) };

    /// <summary>Brings a bridge up. Only an MTU that differs from what it has when it is set stays (br_change_mtu); else it follows its ports'.</summary>
    internal void AddUp(LabPlace place, LabBridge bridge, int ports = 0) => plan.Add(
        place, "Bring up", bridge.Name, () => Join([UpWords(place, bridge.Name, bridge.Mtu, ports >= ManyPorts), .. Commands(EndOf(place, bridge), late: true)]),
        () =>
        {
            plan.LookBefore(place);
            BringUp(place, bridge, ports);
        });

    /// <summary>Brings a bridge up at once.</summary>
    internal static void BringUp(LabPlace place, LabBridge bridge, int ports = 0)
    {
        BringUp(place, bridge.Name, bridge.Mtu, ports >= ManyPorts);
        foreach (var address in bridge.IPAddress.Where(AddressOperations.WantsLinkUp))
            AddressOperations.Add(place.Session, bridge.Name, place.IndexOf(bridge.Name), address, AddressOperations.FlagsOf(address));
    }

    /// <summary>
    /// Brings an interface up at once; a bridge that is to snoop multicast begins when it is up, since with snooping a bridge of a thousand ports takes four times as long to
    /// come up. In one datagram, lest the process be killed in between.
    /// </summary>
    internal static void BringUp(LabPlace place, string name, int? mtu, bool beginsSnooping)
    {
        var batch = place.Session.NewBatch();
        batch.ChangeLink(0, new LinkDescription { Name = name, Mtu = mtu, Up = true });
        if (beginsSnooping)
            batch.ChangeLink(0, new LinkDescription { Name = name }, new BridgeLink { MulticastSnooping = true });
        if (batch.Send() is (_, var failure))
            throw failure;
    }

    /// <summary>The command lines of that.</summary>
    internal static string UpWords(LabPlace place, string name, int? mtu, bool beginsSnooping)
    {
        var up = place.Ip($"link set {ShellPrefix.Quote(name)}{Mtu(mtu)} up");
        return beginsSnooping ? Join([up, place.Ip($"link set {ShellPrefix.Quote(name)} type bridge mcast_snooping 1")]) : up;
    }

    /// <summary>A pair, both ends up. The first end is the one whose bridge can be given in the create message.</summary>
    internal void AddPair(End end, End peer, int? mtu, string target)
    {
        if (end.Bridge is null && peer.Bridge is not null)
            (end, peer) = (peer, end);
        plan.AddIn(
            end.Place, peer.Place, "Create link", target, () => Join([end.Place.Ip(Words(end, peer, mtu)), .. Commands(end, "up"), .. Commands(peer, Joining(peer) + "up")]),
            () => Make(end, peer, mtu), UndoOf(end) ?? UndoOf(peer));
    }

    /// <summary>Makes a pair at once, both ends up. If one of them is a port, the first is.</summary>
    internal void Make(End end, End peer, int? mtu)
    {
        if (end.Bridge is null && peer.Bridge is not null)
            (end, peer) = (peer, end);
        end.Place.Forget(end.Name);
        peer.Place.Forget(peer.Name);
        KernelErrors.Explained(
            end.Name,
            () => Create(end, peer, mtu),
            failure => end.Bridge is null ? InterfaceReader.ExplainCreation(failure, VethLink.KindName, end.Name)
                : BridgePortErrors.Explain(failure, end.Bridge, end.Name) ?? InterfaceReader.ExplainCreation(failure, VethLink.KindName, end.Name));
        Finish(end, () =>
        {
            Configure(end, new LinkDescription { Up = true });
            Configure(peer, new LinkDescription { Up = true, MasterIndex = peer.Bridge is null ? null : peer.Place.IndexOf(peer.Bridge) });
        });
    }

    private void Create(End end, End peer, int? mtu)
    {
        // The kernel heeds the peer's only where both are chosen.
        if (end.Place.ChooseIndex() is { } index && peer.Place.ChooseIndex(index) is { } peerIndex)
        {
            try
            {
                Create(Describe(end, mtu) with { Index = index }, end, Describe(peer, mtu) with { Index = peerIndex }, peer);
                Remember(end, index);
                Remember(peer, peerIndex);
                return;
            }
            catch (NetlinkException failure) when (failure.Errno is Errno.EEXIST or Errno.EBUSY)
            {
                // An index (the peer's: EBUSY, dev_index_reserve) or a name is taken; it is a name if the kernel refuses the following as well.
                end.Place.LeaveIndexesToKernel();
                peer.Place.LeaveIndexesToKernel();
            }
        }
        Create(Describe(end, mtu), end, Describe(peer, mtu), peer);
    }

    /// <summary>For its addresses and routes, which ports have none of.</summary>
    private static void Remember(End end, int index)
    {
        if (end.Bridge is null)
            end.Place.Remember(end.Name, index);
    }

    private static void Create(LinkDescription link, End end, LinkDescription other, End peer) => end.Place.Session.Links.Create(
        link with { MasterIndex = end.Bridge is null ? null : end.Place.IndexOf(end.Bridge) },
        new VethLink(other with { Namespace = peer.Place.Session.Handle }));

    private LinkDescription Describe(End end, int? mtu) => new()
    {
        Name = end.Name,
        MacAddress = end.MacAddress,
        Mtu = end.Mtu ?? mtu,
        Group = mark.Group,
        Queues = 1,
    };

    /// <summary>Whatever comes after a link was made takes the link along when it fails.</summary>
    private void Finish(End end, Action configure)
    {
        try
        {
            configure();
        }
        catch
        {
            end.Place.Delete(end.Name, mark);
            throw;
        }
    }

    private Action? UndoOf(End end) => end.Place.IsNew ? null : () => end.Place.Delete(end.Name, mark);

    private string Words(LabBridge bridge, int ports) =>
        $"link add {ShellPrefix.Quote(bridge.Name)} address {bridge.MacAddress} group {mark.Group} type bridge{(bridge.Stp ? " stp_state 1" : "")}{(ports >= ManyPorts ? " mcast_snooping 0" : "")}";

    private string Words(End end, End peer, int? mtu)
    {
        const string Queues = " numtxqueues 1 numrxqueues 1";
        var there = ReferenceEquals(end.Place, peer.Place) ? string.Empty : $" netns {peer.Place.Target}";
        var master = end.Bridge is null ? string.Empty : $" master {ShellPrefix.Quote(end.Bridge)}";
        return $"link add {ShellPrefix.Quote(end.Name)}{Mac(end)}{Mtu(end.Mtu ?? mtu)}{Queues}{master} group {mark.Group} type veth "
            + $"peer name {ShellPrefix.Quote(peer.Name)}{Mac(peer)}{Mtu(peer.Mtu ?? mtu)}{Queues} group {mark.Group}{there}";
    }

    private static string Joining(End end) => end.Bridge is null ? string.Empty : $"master {ShellPrefix.Quote(end.Bridge)} ";

    private IEnumerable<string> Commands(End end, string? last = null)
    {
        var name = ShellPrefix.Quote(end.Name);
        yield return end.Place.Ip($"link set {name} alias {mark.Alias}");
        if (IsQuiet(end))
            yield return end.Place.Ip($"link set {name} addrgenmode none");
        foreach (var command in Commands(end, late: false))
            yield return command;
        if (last is null)
            yield break;
        yield return end.Place.Ip($"link set {name} {last}");
        foreach (var command in Commands(end, late: true))
            yield return command;
    }

    private static IEnumerable<string> Commands(End end, bool late) => end.IPAddress
        .Where(address => AddressOperations.WantsLinkUp(address) == late)
        .Select(address => end.Place.Ip(AddressOperations.AddWords(end.Name, address, AddressOperations.FlagsOf(address))));

    private void Configure(End end, LinkDescription? last = null)
    {
        var batch = end.Place.Session.NewBatch();
        // What each request is about; null: the link itself.
        var about = new List<IPPrefix?>();
        var index = end.IPAddress.Count > 0 ? end.Place.IndexOf(end.Name) : 0;
        // The kernel would bring it up before it heeds addrgenmode in the same message.
        var isMarkedFirst = last is null || IsQuiet(end);
        if (isMarkedFirst)
            Change(new LinkDescription { Alias = mark.Alias, MakesLinkLocalAddress = IsQuiet(end) ? false : null });
        AddAddresses(late: false);
        if (last is not null)
        {
            Change(isMarkedFirst ? last : last with { Alias = mark.Alias });
            AddAddresses(late: true);
        }
        if (batch.Send() is (var place, var failure))
            throw (about[place] is { } refused ? AddressErrors.Explain(failure, end.Place.Session, end.Name, refused) : null) ?? KernelErrors.Explain(failure, end.Name);

        void Change(LinkDescription change)
        {
            batch.ChangeLink(0, change with { Name = end.Name });
            about.Add(null);
        }

        void AddAddresses(bool late)
        {
            foreach (var address in end.IPAddress)
            {
                if (AddressOperations.WantsLinkUp(address) != late)
                    continue;
                batch.AddAddress(index, address, AddressOperations.FlagsOf(address));
                about.Add(address);
            }
        }
    }

    private bool IsQuiet(End end) => hasIPv6 && !end.MakesLinkLocal;

    internal static bool HasIPv6(IEnumerable<IPPrefix> addresses) => addresses.Any(address => address.Family == AddressFamily.InterNetworkV6);

    private static string Join(IEnumerable<string> commands) => string.Join(" && ", commands);

    private static string Mtu(int? mtu) => mtu is { } bytes ? $" mtu {bytes}" : string.Empty;

    private static string Mac(End end) => end.MacAddress is { } mac ? $" address {mac}" : string.Empty;
}
