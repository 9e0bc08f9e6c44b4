using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads a namespace's neighbour tables (rtnetlink(7), arp(7)).</summary>
public sealed class NeighborClient(NetlinkSocket socket)
{
    /// <summary>All entries of both families, the kernel's own for multicast (NoArp) included.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<NeighborMessage> List()
    {
        var request = new NetlinkRequest("list neighbours", RTM_GETNEIGH, NLM_F_DUMP);
        request.Body.Append(NDMSG_LENGTH);
        return socket.Dump(request, NeighborMessage.Decode);
    }
}
