using System.Buffers.Binary;
using VethLab.Linux.Interop;
using VethLab.Linux.Namespaces;

namespace VethLab.Linux.Packets;

/// <summary>What the own kernel knows of a path's MTU: its first link's, or what a router has told (IP_MTU of ip(7)).</summary>
internal static class PathMtu
{
    /// <summary>Bytes; null where there is no route.</summary>
    internal static int? Read(NamespaceHandle? there, ProbeOptions options)
    {
        using var socket = NamespaceDoor.OpenSocket(there, options.IsV6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM, 0);
        Span<byte> buffer = stackalloc byte[InternetSocketAddress.MaximumLength];
        var address = InternetSocketAddress.Write(options.Destination, 9, buffer);
        // Connecting a datagram socket only looks up the route.
        return Libc.Connect(socket, address, (uint)address.Length) == 0 ? Read(socket, options) : null;
    }

    /// <summary>That of a connected socket.</summary>
    internal static int? Read(FileDescriptor socket, ProbeOptions options)
    {
        Span<byte> value = stackalloc byte[4];
        uint length = 4;
        var (level, name) = options.IsV6 ? (Libc.SOL_IPV6, Libc.IPV6_MTU) : (Libc.SOL_IP, Libc.IP_MTU);
        return Libc.GetSocketOption(socket, level, name, value, ref length) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(value) : null;
    }
}
