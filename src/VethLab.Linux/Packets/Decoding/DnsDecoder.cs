namespace VethLab.Linux.Packets;

/// <summary>
/// DNS (RFC 1035): be16 id; be16 flags; be16 questions; be16 answers; be16 authorities; be16 additionals; then these: name; be16 type; be16 class;
/// and, except in questions, be32 time to live; be16 length; data.
/// </summary>
internal static class DnsDecoder
{
    private const int Header = 12;
    private const int MostRecords = 256;
    private const int TopBit = 0x8000;

    internal static void Decode(PacketReading reading, Layer layer, bool isMulticast)
    {
        reading.Packet.Application = isMulticast ? "mDNS" : "DNS";
        if (!reading.Has(layer, Header, "domain"))
            return;
        var flags = reading.UInt16(layer, 2);
        var message = new DnsMessage
        {
            Id = reading.UInt16(layer, 0),
            IsResponse = (flags & 0x8000) != 0,
            Opcode = (flags >> 11) & 15,
            IsAuthoritative = (flags & 0x400) != 0,
            IsTruncated = (flags & 0x200) != 0,
            IsRecursionDesired = (flags & 0x100) != 0,
            IsRecursionAvailable = (flags & 0x80) != 0,
            IsAuthenticData = (flags & 0x20) != 0,
            IsCheckingDisabled = (flags & 0x10) != 0,
            ResponseCode = flags & 15,
        };
        reading.Packet.Dns = message;
        var isComplete = ReadSections(reading, layer, message, isMulticast);
        if (reading.Text is not null)
            DnsText.Append(reading, layer, message, isComplete);
        // What the snap length cut is no fault.
        if (!isComplete && layer.Captured == layer.Length)
            reading.MarkMalformed("the DNS message ends early, or has a name that is none");
    }

    private static bool ReadSections(PacketReading reading, Layer layer, DnsMessage message, bool isMulticast)
    {
        var bytes = reading.Bytes(layer);
        var (at, left, steps) = (Header, MostRecords, DnsNames.MostSteps);
        var count = reading.UInt16(layer, 4);
        var questions = new List<DnsQuestion>();
        for (; questions.Count < count && left > 0; left--)
        {
            if (ReadQuestion(bytes, ref at, ref steps, isMulticast) is not { } question)
                break;
            questions.Add(question);
        }
        message.Questions = [.. questions];
        message.UnreadRecords = count - questions.Count;
        if (questions.Count < count)
            return left == 0;
        message.Answers = ReadRecords(bytes, ref at, reading.UInt16(layer, 6), ref left, ref steps, isMulticast, message, out var isComplete);
        if (isComplete)
            message.Authorities = ReadRecords(bytes, ref at, reading.UInt16(layer, 8), ref left, ref steps, isMulticast, message, out isComplete);
        if (isComplete)
            message.Additionals = ReadRecords(bytes, ref at, reading.UInt16(layer, 10), ref left, ref steps, isMulticast, message, out isComplete);
        return isComplete || left == 0;
    }

    private static DnsQuestion? ReadQuestion(ReadOnlySpan<byte> bytes, ref int at, ref int steps, bool isMulticast)
    {
        if (DnsNames.Read(bytes, ref at, ref steps) is not { } name || bytes.Length < at + 4)
            return null;
        var (type, group) = (UInt16(bytes[at..]), UInt16(bytes[(at + 2)..]));
        at += 4;
        var wantsUnicast = isMulticast && (group & TopBit) != 0;
        return new DnsQuestion(name, DnsNumbers.Type(type), DnsNumbers.Class((ushort)(wantsUnicast ? group & ~TopBit : group)), wantsUnicast);
    }

    private static DnsRecord[] ReadRecords(
        ReadOnlySpan<byte> bytes, ref int at, int count, ref int left, ref int steps, bool isMulticast, DnsMessage message, out bool isComplete)
    {
        var records = new List<DnsRecord>();
        for (; records.Count < count && left > 0; left--)
        {
            if (DnsRecordReader.Read(bytes, ref at, ref steps, isMulticast) is not { } record)
                break;
            records.Add(record);
        }
        message.UnreadRecords += count - records.Count;
        isComplete = records.Count == count;
        return [.. records];
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
