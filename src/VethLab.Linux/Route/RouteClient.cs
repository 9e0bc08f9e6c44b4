using System.Net.Sockets;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads, adds and removes a namespace's routes (rtnetlink(7)).</summary>
public sealed class RouteClient(NetlinkSocket socket)
{
    /// <summary>All routes of all tables, of both families or of one.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<RouteMessage> List(AddressFamily family = AddressFamily.Unspecified)
    {
        var request = new NetlinkRequest("list routes", RTM_GETROUTE, NLM_F_DUMP);
        request.Body.Append(RTMSG_LENGTH)[0] = AddressClient.FamilyOf(family);
        return socket.Dump(request, RouteMessage.Decode);
    }

    /// <summary>Adds a route; one to the same destination with the same metric must not exist.</summary>
    /// <exception cref="NetlinkException">EEXIST: there is one; ENETUNREACH, EINVAL: the gateway is not on a connected network.</exception>
    public void Add(RouteMessage route) => socket.Execute(AddRequest(route));

    internal static NetlinkRequest AddRequest(RouteMessage route)
    {
        var request = new NetlinkRequest($"add route to {route.Destination}", RTM_NEWROUTE, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL);
        route.Write(request.Body);
        return request;
    }

    /// <summary>Adds a route that was read before, beside others to its destination with its metric, as there may have been.</summary>
    /// <exception cref="NetlinkException">ENETUNREACH, EINVAL: its ways out are gone.</exception>
    public void Restore(RouteMessage route)
    {
        var request = new NetlinkRequest($"add route to {route.Destination}", RTM_NEWROUTE, NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND);
        route.Write(request.Body);
        socket.Execute(request);
    }

    /// <summary>Removes the route that matches; of several IPv6 ones that do, the kernel takes the first.</summary>
    /// <exception cref="NetlinkException">ESRCH: there is none.</exception>
    public void Remove(RouteMessage route) => socket.Execute(RemoveRequest(route));

    internal static NetlinkRequest RemoveRequest(RouteMessage route)
    {
        var request = new NetlinkRequest($"remove route to {route.Destination}", RTM_DELROUTE, NLM_F_ACK);
        route.Write(request.Body, toRemove: true);
        return request;
    }
}
