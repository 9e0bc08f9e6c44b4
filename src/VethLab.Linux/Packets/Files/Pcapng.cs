namespace VethLab.Linux.Packets;

/// <summary>
/// Numbers of the pcapng format (draft-ietf-opsawg-pcapng). A file is blocks: { u32 type; u32 length; body; u32 length again; }, padded to 4 bytes; a
/// body ends with options: { u16 code; u16 length; value, padded to 4 bytes; }.
/// </summary>
internal static class Pcapng
{
    internal const uint Section = 0x0a0d0d0a, Interface = 1, OldPacket = 2, SimplePacket = 3, InterfaceStatistics = 5, EnhancedPacket = 6;
    internal const uint ByteOrder = 0x1a2b3c4d;

    internal const ushort EndOfOptions = 0, Comment = 1;
    internal const ushort SectionHardware = 2, SectionSystem = 3, SectionApplication = 4;
    internal const ushort InterfaceName = 2, InterfaceDescription = 3, InterfaceMac = 6, InterfaceSpeed = 8, InterfaceResolution = 9, InterfaceFilter = 11, InterfaceOffset = 14;
    internal const ushort PacketFlags = 2;
    internal const ushort StatisticsStart = 2, StatisticsEnd = 3, StatisticsReceived = 4, StatisticsDropped = 5, StatisticsAccepted = 6, StatisticsSystemDropped = 7;

    /// <summary>Decimal digits of a second in our time stamps.</summary>
    internal const byte Nanoseconds = 9;

    /// <summary>What stands before a lab's name in an interface's description.</summary>
    internal const string LabPrefix = "lab ";

    /// <summary>epb_flags: the transport checksum is not ready, as with an offload. Readers older than the draft's bit 9 pass it over.</summary>
    private const uint ChecksumNotReady = 1 << 9;

    /// <summary>epb_flags: bits 0-1 in or out, bits 2-4 how it was received, bit 9 a checksum left to an offload.</summary>
    internal static uint FlagsOf(in FrameView frame) => FlagsOf(frame.Direction) | (frame.ChecksumPending ? ChecksumNotReady : 0);

    internal static bool IsChecksumPending(uint flags) => (flags & ChecksumNotReady) != 0;

    private static uint FlagsOf(PacketDirection direction) => direction switch
    {
        PacketDirection.Incoming => 1 | (1 << 2),
        PacketDirection.Multicast => 1 | (2 << 2),
        PacketDirection.Broadcast => 1 | (3 << 2),
        PacketDirection.OtherHost => 1 | (4 << 2),
        _ => 2,
    };

    internal static PacketDirection DirectionOf(uint flags) => (flags & 3) == 2 ? PacketDirection.Outgoing : ((flags >> 2) & 7) switch
    {
        2 => PacketDirection.Multicast,
        3 => PacketDirection.Broadcast,
        4 => PacketDirection.OtherHost,
        _ => PacketDirection.Incoming,
    };
}
