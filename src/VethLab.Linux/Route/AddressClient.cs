using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Netlink.NetlinkConstants;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Reads, adds and removes the addresses of a namespace's interfaces (rtnetlink(7)).</summary>
public sealed class AddressClient(NetlinkSocket socket)
{
    /// <summary>All addresses of both families, or those of one interface.</summary>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public IReadOnlyList<AddressMessage> List(int interfaceIndex = 0)
    {
        var request = new NetlinkRequest("list addresses", RTM_GETADDR, NLM_F_DUMP);
        var header = request.Body.Append(IFADDRMSG_LENGTH);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        var all = socket.Dump(request, AddressMessage.Decode);
        // Kernels before 4.20 do not filter by interface themselves.
        return interfaceIndex == 0 ? all : all.FindAll(address => address.InterfaceIndex == interfaceIndex);
    }

    /// <summary>
    /// Adds an address as ip-address(8) does: with its broadcast address where IPv4 has one, and with host scope for 127.0.0.0/8. With a peer,
    /// the prefix length is that of the peer's network.
    /// </summary>
    /// <exception cref="NetlinkException">EEXIST: the interface has it; EACCES: IPv6 is off there; EADDRNOTAVAIL: no unicast address.</exception>
    public void Add(int interfaceIndex, IPPrefix address, AddressFlags flags = AddressFlags.None, IPAddress? peer = null) =>
        socket.Execute(AddRequest(interfaceIndex, address, flags, peer));

    internal static NetlinkRequest AddRequest(int interfaceIndex, IPPrefix address, AddressFlags flags = AddressFlags.None, IPAddress? peer = null)
    {
        var request = Write(
            $"add address {address}", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, interfaceIndex, address, flags, peer);
        if (peer is null && address.Broadcast is { } broadcast)
            request.Body.PutAddress(IFA_BROADCAST, broadcast);
        if (flags != AddressFlags.None)
            request.Body.PutUInt32(IFA_FLAGS, (uint)flags);
        return request;
    }

    /// <summary>Gives an interface an address that was read before, with everything that it had.</summary>
    /// <exception cref="NetlinkException">EEXIST: the interface has it.</exception>
    public void Restore(AddressMessage address)
    {
        var request = new NetlinkRequest($"add address {address.Address}", RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL);
        address.Write(request.Body);
        socket.Execute(request);
    }

    /// <summary>Removes an address; one with a peer is found only by both.</summary>
    /// <exception cref="NetlinkException">EADDRNOTAVAIL: the interface does not have it.</exception>
    public void Remove(int interfaceIndex, IPPrefix address, IPAddress? peer = null) =>
        socket.Execute(RemoveRequest(interfaceIndex, address, peer));

    internal static NetlinkRequest RemoveRequest(int interfaceIndex, IPPrefix address, IPAddress? peer = null) =>
        Write($"remove address {address}", RTM_DELADDR, 0, interfaceIndex, address, AddressFlags.None, peer);

    private static NetlinkRequest Write(
        string operation, ushort type, ushort flags, int interfaceIndex, IPPrefix address, AddressFlags addressFlags, IPAddress? peer)
    {
        var request = new NetlinkRequest(operation, type, (ushort)(NLM_F_ACK | flags));
        var header = request.Body.Append(IFADDRMSG_LENGTH);
        header[0] = FamilyOf(address.Family);
        header[1] = (byte)address.Length;
        header[2] = (byte)addressFlags;
        if (type == RTM_NEWADDR && address.Family == AddressFamily.InterNetwork && IPAddress.IsLoopback(address.Address))
            header[3] = RT_SCOPE_HOST;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], interfaceIndex);
        request.Body.PutAddress(IFA_LOCAL, address.Address);
        request.Body.PutAddress(IFA_ADDRESS, peer ?? address.Address);
        return request;
    }

    internal static byte FamilyOf(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => Libc.AF_INET,
        AddressFamily.InterNetworkV6 => Libc.AF_INET6,
        _ => Libc.AF_UNSPEC,
    };
}
