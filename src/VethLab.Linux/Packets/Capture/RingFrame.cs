using System.Buffers.Binary;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// A frame in a ring. struct tpacket3_hdr: { u32 next_offset; u32 sec; u32 nsec; u32 snaplen; u32 len; u32 status; u16 mac; u16 net; u32 rxhash;
/// u32 vlan_tci; u16 vlan_tpid; … } of 48 bytes, a struct sockaddr_ll behind it, the frame's bytes at the offset mac.
/// </summary>
internal readonly unsafe struct RingFrame(byte* header)
{
    private const int AddressOffset = 48;
    private const int DirectionOffset = AddressOffset + 10;
    private const int ProtocolOffset = AddressOffset + 2;
    private const uint VlanEtherType = 0x8100;
    private const int EthernetHeader = 14;

    internal RingFrame Next => new(header + *(uint*)header);

    internal long TimestampNanoseconds => (*(uint*)(header + 4) * 1_000_000_000L) + *(uint*)(header + 8);

    internal FrameView View(LinkType linkType)
    {
        var status = *(uint*)(header + 20);
        var captured = *(int*)(header + 12);
        var tag = 0u;
        if ((status & Libc.TP_STATUS_VLAN_VALID) != 0 && linkType == LinkType.Ethernet && captured >= EthernetHeader)
        {
            var protocol = (status & Libc.TP_STATUS_VLAN_TPID_VALID) != 0 ? *(ushort*)(header + 36) : VlanEtherType;
            tag = (protocol << 16) | (*(uint*)(header + 32) & 0xffff);
        }
        return new FrameView(new ReadOnlySpan<byte>(header + *(ushort*)(header + 24), captured), *(int*)(header + 16))
        {
            TimestampNanoseconds = TimestampNanoseconds,
            Direction = (PacketDirection)header[DirectionOffset],
            EtherType = BinaryPrimitives.ReverseEndianness(*(ushort*)(header + ProtocolOffset)),
            Tag = tag,
            ChecksumPending = (status & Libc.TP_STATUS_CSUMNOTREADY) != 0,
        };
    }
}
