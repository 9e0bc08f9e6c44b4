using System.Buffers.Binary;
using System.Text;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>How fast an interface says that it is (ETHTOOL_GSET, include/uapi/linux/ethtool.h).</summary>
internal static class LinkSpeed
{
    private const nuint SIOCETHTOOL = 0x8946;
    private const uint ETHTOOL_GSET = 1;

    /// <summary>Bits per second; null: it does not say.</summary>
    /// <param name="socket">Any socket in the interface's namespace.</param>
    /// <param name="name">The interface.</param>
    internal static unsafe long? Read(FileDescriptor socket, string name)
    {
        // struct ethtool_cmd { u32 cmd; …; u16 speed at 12; …; u16 speed_hi at 28; … } of 44 bytes, in megabits.
        var command = stackalloc byte[44];
        new Span<byte>(command, 44).Clear();
        *(uint*)command = ETHTOOL_GSET;
        // struct ifreq: the name, 16 bytes, then a pointer.
        var request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        if (Encoding.UTF8.GetByteCount(name) > 15)
            return null;
        _ = Encoding.UTF8.GetBytes(name, new Span<byte>(request, 15));
        *(nint*)(request + 16) = (nint)command;
        if (Libc.Ioctl(socket, SIOCETHTOOL, (nint)request) != 0)
            return null;
        var megabits = BinaryPrimitives.ReadUInt16LittleEndian(new Span<byte>(command + 12, 2)) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(new Span<byte>(command + 28, 2)) << 16);
        return megabits is 0 or 0xffff or 0xffffffff ? null : megabits * 1_000_000;
    }
}
