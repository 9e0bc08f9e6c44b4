using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>
/// Settings of a namespace as a whole that route netlink tells (include/uapi/linux/netconf.h): a file below /proc/sys/net is looked up among those of all other
/// namespaces that have the same name, which takes longer the more there are.
/// </summary>
public sealed class NetworkSettingsClient(NetlinkSocket socket)
{
    private sealed record Answer(bool Forwards);

    /// <summary>Whether it passes on IPv4 packets: the sysctl net.ipv4.ip_forward.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public bool ForwardsIPv4() => Read(Libc.AF_INET)?.Forwards == true;

    /// <summary>Whether it passes on IPv6 packets: the sysctl net.ipv6.conf.all.forwarding.</summary>
    /// <exception cref="NetlinkException">EOPNOTSUPP: the kernel has no IPv6.</exception>
    public bool ForwardsIPv6() => Read(Libc.AF_INET6)?.Forwards == true;

    private Answer? Read(byte family)
    {
        var request = new NetlinkRequest("read network settings", RTM_GETNETCONF, NLM_F_ACK);
        request.Body.Append(NETCONFMSG_LENGTH)[0] = family;
        request.Body.PutInt32(NETCONFA_IFINDEX, NETCONFA_IFINDEX_ALL);
        return socket.Get(request, Decode);
    }

    private static Answer? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNETCONF)
            return null;
        foreach (var attribute in new NetlinkAttributes(body[Align(NETCONFMSG_LENGTH)..]))
        {
            if (attribute.Type == NETCONFA_FORWARDING)
                return new Answer(attribute.AsInt32() != 0);
        }
        return null;
    }
}
