using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using static VethLab.Linux.Conntrack.ConntrackConstants;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Conntrack;

/// <summary>
/// Reads and deletes the flows that connection tracking knows in the namespace that a netfilter netlink socket was opened in. A kernel without
/// nfnetlink_conntrack says EINVAL.
/// </summary>
public sealed class ConntrackClient(NetlinkSocket socket)
{
    private const byte AllFamilies = 0;

    /// <summary>The flows of a family, or of both.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted; EINVAL: no nfnetlink_conntrack.</exception>
    public IReadOnlyList<TrackedFlow> List(NfFamily? family = null)
    {
        var request = NfMessage.Request("list connections", IPCTNL_MSG_CT_GET, family is { } one ? (byte)one : AllFamilies, NLM_F_DUMP);
        return socket.Dump(request, TrackedFlow.Decode);
    }

    /// <summary>Forgets a flow: its next packet begins a new one, or belongs to none. Whether it was still there.</summary>
    /// <exception cref="NetlinkException">EPERM: not permitted.</exception>
    public bool Delete(TrackedFlow flow)
    {
        var request = NfMessage.Request("delete a connection", IPCTNL_MSG_CT_DELETE, (byte)flow.Family, NLM_F_ACK);
        request.Body.PutBytes(CTA_TUPLE_ORIG | NLA_F_NESTED, flow.Key.Span);
        if (flow.Zone != 0)
            request.Body.PutUInt16BigEndian(CTA_ZONE, flow.Zone);
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, flow.Id);
        request.Body.PutBytes(CTA_ID, id);
        try
        {
            socket.Execute(request);
            return true;
        }
        catch (NetlinkException failure) when (failure.Errno == Errno.ENOENT)
        {
            return false;
        }
    }
}
