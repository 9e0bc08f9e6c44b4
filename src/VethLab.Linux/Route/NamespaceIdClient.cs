using VethLab.Linux.Namespaces;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// The numbers by which a namespace knows others (nsid, net_namespace.h), as ip(8) shows in link-netnsid. The kernel gives one when it
/// is needed, as for a veth whose peer is elsewhere.
/// </summary>
public sealed class NamespaceIdClient(NetlinkSocket socket)
{
    internal sealed record Answer(int Id)
    {
        /// <summary>NETNSA_NSID_NOT_ASSIGNED is -1.</summary>
        internal int? IdOrNull => Id >= 0 ? Id : null;
    }

    /// <summary>The number of another namespace; null where it has none here.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public int? Find(NamespaceHandle other) => socket.Get(Request(other, NLM_F_ACK), Decode)?.IdOrNull;

    internal static NetlinkRequest Request(NamespaceHandle other, ushort flags = 0)
    {
        var request = new NetlinkRequest("read a namespace's id", RTM_GETNSID, flags);
        request.Body.Append(RTGENMSG_LENGTH);
        request.Body.PutInt32(NETNSA_FD, (int)other.Descriptor.DangerousGetHandle());
        return request;
    }

    internal static Answer? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNSID || body.Length < RTGENMSG_LENGTH)
            return null;
        foreach (var attribute in new NetlinkAttributes(body[RTGENMSG_LENGTH..]))
        {
            if (attribute.Type == NETNSA_NSID)
                return new Answer(attribute.AsInt32());
        }
        return null;
    }
}
