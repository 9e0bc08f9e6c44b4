using System.Buffers.Binary;
using System.Net.Sockets;
using VethLab.Linux.Interop;
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

    /// <summary>Asks the kernel which way packets take: with its rules, its tables, and its choice of a source address (`ip route get`).</summary>
    /// <exception cref="NetlinkException">The kernel cannot be asked so: ENODEV, no such interface; EOPNOTSUPP, no such family.</exception>
    public RouteLookup Lookup(RouteQuery query)
    {
        try
        {
            var way = socket.Get(LookupRequest(query, 0), RouteMessage.DecodeAny);
            return way is null ? new RouteLookup(Errno.ENETUNREACH) : new RouteLookup(Errno.None) { Way = way, Match = Match(query) };
        }
        catch (NetlinkException failure) when (failure.KernelMessage is null && RouteLookup.IsVerdict(failure.Errno))
        {
            return new RouteLookup(failure.Errno);
        }
    }

    /// <summary>The route of the table by which a lookup succeeded; null: the kernel does not say (before Linux 4.14), or it was replaced meanwhile.</summary>
    private RouteMessage? Match(RouteQuery query)
    {
        try
        {
            return socket.Get(LookupRequest(query, RTM_F_FIB_MATCH), RouteMessage.DecodeAny);
        }
        catch (NetlinkException)
        {
            return null;
        }
    }

    private static NetlinkRequest LookupRequest(RouteQuery query, uint flags)
    {
        var request = new NetlinkRequest($"look up the route to {query.Destination}", RTM_GETROUTE, NLM_F_ACK);
        var header = request.Body.Append(RTMSG_LENGTH);
        var bits = (byte)IPPrefix.BitsOf(query.Destination);
        header[0] = AddressClient.FamilyOf(query.Destination.AddressFamily);
        header[1] = bits;
        header[2] = query.Source is null ? (byte)0 : bits;
        // IPv6 knows no RTM_F_LOOKUP_TABLE, and always tells the table.
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], query.Destination.AddressFamily == AddressFamily.InterNetwork ? flags | RTM_F_LOOKUP_TABLE : flags);
        request.Body.PutAddress(RTA_DST, query.Destination);
        if (query.Source is { } source)
            request.Body.PutAddress(RTA_SRC, source);
        if (query.InInterface != 0)
            request.Body.PutInt32(RTA_IIF, query.InInterface);
        if (query.OutInterface != 0)
            request.Body.PutInt32(RTA_OIF, query.OutInterface);
        if (query.Mark != 0)
            request.Body.PutUInt32(RTA_MARK, query.Mark);
        return request;
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
