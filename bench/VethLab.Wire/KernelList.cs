using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Wire;

/// <summary>A list of one kind: how what the kernel sent of it is read, and how it is asked for.</summary>
public sealed class KernelList
{
    private readonly string name;

    private KernelList(string name, Recorded recorded, Func<Recorded, object?> decode, Func<object> ask)
    {
        this.name = name;
        Count = recorded.Count;
        Decode = () => decode(recorded);
        Ask = ask;
        _ = Decode() ?? throw new InvalidOperationException($"The kernel sent no {name}.");
    }

    /// <summary>Messages.</summary>
    public int Count { get; }

    internal Func<object?> Decode { get; }

    internal Func<object> Ask { get; }

    public override string ToString() => name;

    internal static IEnumerable<KernelList> All(NetlinkSocket socket)
    {
        yield return new("links", new Recorded(socket, RTM_GETLINK, IFINFOMSG_LENGTH), sent => sent.Decode(LinkMessage.Decode), () => new LinkClient(socket).List(withCounters: true));
        yield return new("addresses", new Recorded(socket, RTM_GETADDR, IFADDRMSG_LENGTH), sent => sent.Decode(AddressMessage.Decode), () => new AddressClient(socket).List());
        yield return new("routes", new Recorded(socket, RTM_GETROUTE, RTMSG_LENGTH), sent => sent.Decode(RouteMessage.Decode), () => new RouteClient(socket).List());
        yield return new("neighbours", new Recorded(socket, RTM_GETNEIGH, NDMSG_LENGTH), sent => sent.Decode(NeighborMessage.Decode), () => new NeighborClient(socket).List());
        yield return new("forwarding entries", new Recorded(socket, RTM_GETNEIGH, NDMSG_LENGTH, Libc.AF_BRIDGE), sent => sent.Decode(BridgeFdbMessage.Decode), () => new BridgeFdbClient(socket).List());
    }
}
