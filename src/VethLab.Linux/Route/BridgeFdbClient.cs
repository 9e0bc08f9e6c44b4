using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads the forwarding databases of a namespace's bridges (bridge(8)).</summary>
public sealed class BridgeFdbClient(NetlinkSocket socket)
{
    /// <summary>The entries of all bridges, and those that other devices keep themselves.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<BridgeFdbMessage> List()
    {
        var request = new NetlinkRequest("list forwarding entries", RTM_GETNEIGH, NLM_F_DUMP);
        request.Body.Append(NDMSG_LENGTH)[0] = Libc.AF_BRIDGE;
        return socket.Dump(request, BridgeFdbMessage.Decode);
    }
}
