using System.Buffers.Binary;
using VethLab.Linux.Interop;

namespace VethLab.Linux.Packets;

/// <summary>
/// struct tpacket_auxdata (packet(7)): { u32 status; u32 len; u32 snaplen; u16 mac; u16 net; u16 vlan_tci; u16 vlan_tpid; }.
/// </summary>
internal readonly struct PacketAuxiliaryData
{
    private const int Length = 20;
    private const ushort VlanEtherType = 0x8100;

    private readonly uint status;
    private readonly ushort tagControl;
    private readonly ushort tagProtocol;

    internal PacketAuxiliaryData(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
            return;
        status = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        tagControl = BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]);
        tagProtocol = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]);
    }

    /// <summary>The transport checksum is still to be computed.</summary>
    internal bool ChecksumPending => (status & Libc.TP_STATUS_CSUMNOTREADY) != 0;

    /// <summary>The frame had a VLAN tag, which the kernel keeps beside it.</summary>
    internal bool HasTag => (status & Libc.TP_STATUS_VLAN_VALID) != 0;

    /// <summary>Writes the tag's 4 bytes: be16 protocol, be16 control.</summary>
    internal void WriteTag(Span<byte> destination)
    {
        var protocol = (status & Libc.TP_STATUS_VLAN_TPID_VALID) != 0 ? tagProtocol : VlanEtherType;
        BinaryPrimitives.WriteUInt16BigEndian(destination, protocol);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], tagControl);
    }
}
