using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads a namespace's routing policy (rtnetlink(7), ip-rule(8)).</summary>
public sealed class RuleClient(NetlinkSocket socket)
{
    /// <summary>The rules of all families, each in the order in which they are asked. None where the kernel has no policy routing.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<RuleMessage> List()
    {
        var request = new NetlinkRequest("list rules", RTM_GETRULE, NLM_F_DUMP);
        request.Body.Append(FIB_RULE_HDR_LENGTH);
        try
        {
            return socket.Dump(request, RuleMessage.Decode);
        }
        catch (NetlinkException failure) when (failure.Errno is Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT)
        {
            return [];
        }
    }
}
