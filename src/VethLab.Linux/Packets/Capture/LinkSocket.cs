using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>What packet sockets of one interface are asked for (packet(7)).</summary>
internal static class LinkSocket
{
    // include/uapi/linux/if_arp.h
    private const ushort ARPHRD_ETHER = 1;
    internal const ushort ARPHRD_LOOPBACK = 772;

    internal static bool IsEthernet(ushort hardwareType) => hardwareType is ARPHRD_ETHER or ARPHRD_LOOPBACK;

    /// <summary>
    /// A socket that receives nothing yet (protocol 0), so that no frame of another interface, and none that a filter keeps out, can slip in. Without a
    /// known link header the kernel takes it off (SOCK_DGRAM) and says what follows.
    /// </summary>
    internal static FileDescriptor OpenQuiet(NamespaceHandle? there, int interfaceIndex, out ushort hardwareType)
    {
        var socket = OpenQuiet(there, Libc.SOCK_RAW, interfaceIndex, out hardwareType);
        if (IsEthernet(hardwareType))
            return socket;
        socket.Dispose();
        return OpenQuiet(there, Libc.SOCK_DGRAM, interfaceIndex, out hardwareType);
    }

    private static FileDescriptor OpenQuiet(NamespaceHandle? there, int type, int interfaceIndex, out ushort hardwareType)
    {
        var socket = NamespaceDoor.OpenSocket(there, Libc.AF_PACKET, type, 0);
        try
        {
            Bind(socket, interfaceIndex, 0);
            Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
            ReadName(socket, address);
            hardwareType = LinkLayerSocketAddress.ReadHardwareType(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Binds to an interface; protocol 0: to receive nothing, or nothing any more.</summary>
    internal static void Bind(FileDescriptor socket, int interfaceIndex, ushort protocol)
    {
        Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
        LinkLayerSocketAddress.Write(address, interfaceIndex, protocol);
        if (Libc.Bind(socket, address, LinkLayerSocketAddress.Length) != 0)
            throw LinuxException.Last($"capture on interface {interfaceIndex}");
    }

    /// <summary>Whether the interface is still there, in the socket's namespace.</summary>
    internal static bool IsBoundTo(FileDescriptor socket, int interfaceIndex)
    {
        Span<byte> address = stackalloc byte[LinkLayerSocketAddress.Length];
        ReadName(socket, address);
        return LinkLayerSocketAddress.ReadInterfaceIndex(address) == interfaceIndex;
    }

    /// <summary>struct packet_mreq { int ifindex; u16 type; u16 alen; u8 address[8]; }; it ends with the socket.</summary>
    internal static void EnterPromiscuousMode(FileDescriptor socket, int interfaceIndex)
    {
        Span<byte> membership = stackalloc byte[16];
        membership.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(membership, interfaceIndex);
        BinaryPrimitives.WriteUInt16LittleEndian(membership[4..], Libc.PACKET_MR_PROMISC);
        if (Libc.SetSocketOption(socket, Libc.SOL_PACKET, Libc.PACKET_ADD_MEMBERSHIP, membership, 16) != 0)
            throw LinuxException.Last($"set interface {interfaceIndex} promiscuous");
    }

    private static void ReadName(FileDescriptor socket, Span<byte> address)
    {
        // Of the 20 bytes the kernel writes as many as the hardware address is long.
        var length = (uint)address.Length;
        if (Libc.GetSocketName(socket, address, ref length) != 0)
            throw LinuxException.Last("read a packet socket's address");
    }
}
