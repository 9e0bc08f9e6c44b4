using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using VethLab.Linux.Route.LinkKinds;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Makes, reads, changes and deletes the links of the namespace that a route netlink socket was opened in (rtnetlink(7)).</summary>
public sealed class LinkClient(NetlinkSocket socket)
{
    /// <summary>All links, in the order of their indexes. Counters only when asked for.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<LinkMessage> List(bool withCounters = false)
    {
        var request = new NetlinkRequest("list links", RTM_GETLINK, NLM_F_DUMP);
        request.Body.Append(IFINFOMSG_LENGTH);
        if (!withCounters)
            request.Body.PutUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.Dump(request, LinkMessage.Decode);
    }

    /// <summary>All links with what is set of them beyond <see cref="LinkMessage"/>, to compare, in the order of their indexes.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<DetailedLink> ListDetailed()
    {
        var request = new NetlinkRequest("list links", RTM_GETLINK, NLM_F_DUMP);
        request.Body.Append(IFINFOMSG_LENGTH);
        request.Body.PutUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.Dump(request, DetailedLink.Decode);
    }

    /// <summary>All ports of bridges, with <see cref="LinkMessage.BridgePort"/> and little else, in a fifth of the time that all links take (bridge(8), link).</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<LinkMessage> ListBridgePorts()
    {
        var request = new NetlinkRequest("list bridge ports", RTM_GETLINK, NLM_F_DUMP);
        request.Body.Append(IFINFOMSG_LENGTH)[0] = Libc.AF_BRIDGE;
        return socket.Dump(request, LinkMessage.Decode);
    }

    /// <summary>The link of a name; null where there is none.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public LinkMessage? Find(string name) => Find($"read link {name}", new LinkDescription { Name = name });

    /// <summary>The link of an index; null where there is none.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public LinkMessage? Find(int index) => Find($"read link {index}", new LinkDescription { Index = index });

    /// <summary>The link of each of some names; null where there is none, or can be none.</summary>
    /// <exception cref="LinuxException">Answers were lost.</exception>
    public IReadOnlyList<LinkMessage?> FindEach(IReadOnlyList<string> names)
    {
        return socket.GetEach(names.Select(Request).ToList(), LinkMessage.Decode);

        static NetlinkRequest Request(string name)
        {
            var request = new NetlinkRequest($"read link {name}", RTM_GETLINK);
            new LinkDescription { Name = name }.Write(request.Body);
            return request;
        }
    }

    /// <summary>
    /// The link of an index in each of some other namespaces, asked for from here, which takes no socket in there. Null where there is none, where the other namespace
    /// has no number here (<see cref="NamespaceIdClient"/>), and where it is somebody else's.
    /// </summary>
    /// <param name="others">The other namespaces.</param>
    /// <param name="index">The link's index there.</param>
    /// <exception cref="LinuxException">Answers were lost.</exception>
    public IReadOnlyList<LinkMessage?> FindInEach(IReadOnlyList<NamespaceHandle> others, int index)
    {
        var numbers = socket.GetEach(others.Select(other => NamespaceIdClient.Request(other)).ToList(), NamespaceIdClient.Decode);
        var requests = new List<NetlinkRequest>();
        foreach (var number in numbers)
        {
            if (number?.IdOrNull is { } id)
                requests.Add(RequestIn(id, index));
        }
        var found = socket.GetEach(requests, LinkMessage.Decode);
        var next = 0;
        return Array.ConvertAll(numbers, number => number?.IdOrNull is null ? null : found[next++]);
    }

    private static NetlinkRequest RequestIn(int namespaceId, int index)
    {
        var request = new NetlinkRequest($"read link {index} of namespace {namespaceId}", RTM_GETLINK);
        new LinkDescription { Index = index }.Write(request.Body);
        request.Body.PutUInt32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        request.Body.PutInt32(IFLA_TARGET_NETNSID, namespaceId);
        return request;
    }

    private LinkMessage? Find(string operation, LinkDescription which)
    {
        var request = new NetlinkRequest(operation, RTM_GETLINK, NLM_F_ACK);
        which.Write(request.Body);
        return socket.Get(request, LinkMessage.Decode, missing: Errno.ENODEV);
    }

    /// <summary>Makes a link of a kind; everything in one message, so that nothing half-made is ever visible.</summary>
    /// <exception cref="NetlinkException">EEXIST: the name is taken; EOPNOTSUPP: the kernel does not know the kind.</exception>
    public void Create(LinkDescription link, LinkKind kind) => socket.Execute(CreateRequest(link, kind));

    internal static NetlinkRequest CreateRequest(LinkDescription link, LinkKind kind)
    {
        var request = new NetlinkRequest(
            $"create {kind.Name} link {link.Name}", RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL);
        link.Write(request.Body);
        kind.Write(request.Body);
        return request;
    }

    /// <summary>Changes a link, and settings of its kind where given.</summary>
    /// <exception cref="NetlinkException">ENODEV: no such link; EINVAL, ERANGE: a value it cannot take.</exception>
    public void Change(int index, LinkDescription change, LinkKind? kind = null) => socket.Execute(ChangeRequest(index, change, kind));

    internal static NetlinkRequest ChangeRequest(int index, LinkDescription change, LinkKind? kind = null)
    {
        var request = new NetlinkRequest($"change link {change.Name ?? index.ToString()}", RTM_NEWLINK, NLM_F_ACK);
        change.Write(request.Body, index);
        kind?.Write(request.Body);
        return request;
    }

    /// <summary>Lets a bridge's port send frames back where they came from, or not (bridge(8), hairpin).</summary>
    /// <exception cref="NetlinkException">ENODEV: no such link; EOPNOTSUPP, EINVAL: it is no port of a bridge.</exception>
    public void SetHairpin(int index, bool on)
    {
        var request = new NetlinkRequest($"change bridge port {index}", RTM_NEWLINK, NLM_F_ACK);
        new LinkDescription().Write(request.Body, index);
        using (request.Body.BeginNested(IFLA_LINKINFO))
        {
            request.Body.PutString(IFLA_INFO_SLAVE_KIND, BridgeLink.KindName);
            using var data = request.Body.BeginNested(IFLA_INFO_SLAVE_DATA);
            request.Body.PutByte(BridgePortData.IFLA_BRPORT_MODE, on ? (byte)1 : (byte)0);
        }
        socket.Execute(request);
    }

    /// <summary>Deletes a link, and with a veth its peer.</summary>
    /// <exception cref="NetlinkException">ENODEV: no such link; EOPNOTSUPP: a link that cannot be deleted, as loopback.</exception>
    public void Delete(int index) => socket.Execute(DeleteRequest(index));

    /// <summary>Deletes all links of a group at once, which takes about as long as deleting one. False where there is none.</summary>
    /// <exception cref="NetlinkException">EOPNOTSUPP: one of them cannot be deleted, and nothing was.</exception>
    public bool DeleteGroup(uint group)
    {
        // Group 0 is that of all links of all others.
        ArgumentOutOfRangeException.ThrowIfZero(group);
        var request = new NetlinkRequest($"delete links of group {group}", RTM_DELLINK, NLM_F_ACK);
        new LinkDescription { Group = group }.Write(request.Body);
        try
        {
            socket.Execute(request);
            return true;
        }
        catch (NetlinkException failure) when (failure.Errno == Errno.ENODEV)
        {
            return false;
        }
    }

    internal static NetlinkRequest DeleteRequest(int index)
    {
        var request = new NetlinkRequest($"delete link {index}", RTM_DELLINK, NLM_F_ACK);
        new LinkDescription { Index = index }.Write(request.Body);
        return request;
    }
}
