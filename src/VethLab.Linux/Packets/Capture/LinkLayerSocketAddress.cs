using System.Buffers.Binary;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// struct sockaddr_ll (packet(7)): { u16 family; be16 protocol; i32 ifindex; u16 hatype; u8 pkttype; u8 halen; u8 addr[8]; }.
/// </summary>
internal static class LinkLayerSocketAddress
{
    internal const int Length = 20;

    internal static void Write(Span<byte> buffer, int interfaceIndex, ushort protocol)
    {
        buffer[..Length].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(buffer, Libc.AF_PACKET);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], protocol);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], interfaceIndex);
    }

    internal static ushort ReadProtocol(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt16BigEndian(address[2..]);

    internal static int ReadInterfaceIndex(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadInt32LittleEndian(address[4..]);

    internal static ushort ReadHardwareType(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt16LittleEndian(address[8..]);

    internal static PacketDirection ReadDirection(ReadOnlySpan<byte> address) => (PacketDirection)address[10];
}
