using System.Buffers.Binary;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Sockets;

/// <summary>Lists a namespace's sockets (sock_diag(7), include/uapi/linux/inet_diag.h).</summary>
public sealed class SocketDiagnosticsClient(NetlinkSocket socket)
{
    internal const ushort SOCK_DIAG_BY_FAMILY = 20;
    internal const byte IPPROTO_TCP = 6;
    internal const byte IPPROTO_UDP = 17;

    /// <summary>struct inet_diag_req_v2 { u8 family, protocol, ext, pad; u32 states; struct inet_diag_sockid { … 48 bytes } }</summary>
    private const int RequestLength = 56;

    /// <summary>TCP_LISTEN, TCP_CLOSE (net/tcp_states.h): an unconnected UDP socket is in the latter.</summary>
    private const uint Listening = 1 << 10;
    private const uint Unconnected = 1 << 7;

    /// <summary>The sockets that take connections or, for UDP, datagrams of anybody, of both families.</summary>
    /// <exception cref="NetlinkException">ENOENT: the kernel has no inet_diag for the protocol.</exception>
    public IReadOnlyList<ListeningSocket> Listen(ProtocolType protocol)
    {
        var number = protocol == ProtocolType.Udp ? IPPROTO_UDP : IPPROTO_TCP;
        return [.. new[] { Libc.AF_INET, Libc.AF_INET6 }.SelectMany(family => List((byte)family, number))];
    }

    private List<ListeningSocket> List(byte family, byte protocol)
    {
        var request = new NetlinkRequest("list listening sockets", SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
        var body = request.Body.Append(RequestLength);
        body[0] = family;
        body[1] = protocol;
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], protocol == IPPROTO_UDP ? Unconnected : Listening);
        return socket.Dump(request, ListeningSocket.Decode);
    }
}
