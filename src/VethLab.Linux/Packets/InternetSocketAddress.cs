using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// The kernel's form of an address: struct sockaddr_in { u16 family; be16 port; u8 address[4]; u8 zero[8]; } and
/// struct sockaddr_in6 { u16 family; be16 port; be32 flow; u8 address[16]; u32 scope; }.
/// </summary>
internal static class InternetSocketAddress
{
    internal const int MaximumLength = 28;

    /// <summary>Writes an address with port 0 and returns the part of the buffer that it takes.</summary>
    internal static ReadOnlySpan<byte> Write(IPAddress address, Span<byte> buffer)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var result = buffer[..(isV6 ? 28 : 16)];
        result.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(result, isV6 ? (ushort)Libc.AF_INET6 : (ushort)Libc.AF_INET);
        _ = address.TryWriteBytes(result[(isV6 ? 8 : 4)..], out _);
        if (isV6)
            BinaryPrimitives.WriteUInt32LittleEndian(result[24..], (uint)address.ScopeId);
        return result;
    }

    /// <summary>Writes an address with a port, and returns the part of the buffer that it takes.</summary>
    internal static ReadOnlySpan<byte> Write(IPAddress address, ushort port, Span<byte> buffer)
    {
        var result = Write(address, buffer);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], port);
        return result;
    }

    /// <summary>Reads an address; null where it is of no Internet family or cut short.</summary>
    internal static IPAddress? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16)
            return null;
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes) switch
        {
            Libc.AF_INET => new IPAddress(bytes.Slice(4, 4)),
            Libc.AF_INET6 when bytes.Length >= MaximumLength =>
                new IPAddress(bytes.Slice(8, 16), BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..])),
            _ => null,
        };
    }

    /// <summary>The port, or what a protocol without ports keeps in its place: a ping socket's ICMP id.</summary>
    internal static ushort ReadPort(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
}
