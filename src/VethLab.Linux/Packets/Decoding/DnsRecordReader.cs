using System.Globalization;
using System.Net;
using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;
using static VethLab.Linux.Packets.DnsNumbers;

namespace VethLab.Linux.Packets;

/// <summary>Records of a DNS message: name; be16 type; be16 class; be32 time to live; be16 length; data by type.</summary>
internal static class DnsRecordReader
{
    private const int Fixed = 10;
    private const int TopBit = 0x8000;

    /// <summary>Reads the record there and moves behind it; null where it ends early or is none.</summary>
    internal static DnsRecord? Read(ReadOnlySpan<byte> message, ref int at, ref int steps, bool isMulticast)
    {
        if (DnsNames.Read(message, ref at, ref steps) is not { } name || message.Length < at + Fixed)
            return null;
        var header = message[at..];
        var (type, group) = (ReadUInt16BigEndian(header), (int)ReadUInt16BigEndian(header[2..]));
        var (seconds, length) = (ReadUInt32BigEndian(header[4..]), ReadUInt16BigEndian(header[8..]));
        var data = at + Fixed;
        if (message.Length < data + length)
            return null;
        at = data + length;
        // The whole message up to here, since names in the data may point back into it.
        if (Data(message[..at], data, type, ref steps) is not { } text)
            return null;
        var flushes = isMulticast && type != OPT && (group & TopBit) != 0;
        var groupName = type == OPT ? group.ToString(CultureInfo.InvariantCulture) : Class((ushort)(flushes ? group & ~TopBit : group));
        return new DnsRecord(name, Type(type), groupName, seconds, text, flushes);
    }

    /// <summary>Null where the data is not as its type has it.</summary>
    private static string? Data(ReadOnlySpan<byte> message, int at, ushort type, ref int steps)
    {
        var data = message[at..];
        switch (type)
        {
            case A when data.Length == 4:
            case AAAA when data.Length == 16:
                return new IPAddress(data).ToString();
            case NS or CNAME or PTR or DNAME:
                return DnsNames.Read(message, ref at, ref steps);
            case MX when data.Length > 2:
                at += 2;
                return DnsNames.Read(message, ref at, ref steps) is { } exchange ? Join(ReadUInt16BigEndian(data), exchange) : null;
            case SRV when data.Length > 6:
                at += 6;
                return DnsNames.Read(message, ref at, ref steps) is { } target
                    ? Join(ReadUInt16BigEndian(data), ReadUInt16BigEndian(data[2..]), ReadUInt16BigEndian(data[4..]), target)
                    : null;
            case TXT or SPF:
                return Texts(data);
            case SOA:
                return Authority(message, at, ref steps);
            case A or AAAA or MX or SRV:
                return null;
            default:
                return data.IsEmpty ? string.Empty : PacketReading.Hex(data);
        }
    }

    private static string Join(params object[] words) => string.Join(' ', words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)));

    private static string? Authority(ReadOnlySpan<byte> message, int at, ref int steps)
    {
        if (DnsNames.Read(message, ref at, ref steps) is not { } server || DnsNames.Read(message, ref at, ref steps) is not { } mailbox || message.Length < at + 20)
            return null;
        var numbers = message[at..];
        return Join(
            server, mailbox, ReadUInt32BigEndian(numbers), ReadUInt32BigEndian(numbers[4..]), ReadUInt32BigEndian(numbers[8..]),
            ReadUInt32BigEndian(numbers[12..]), ReadUInt32BigEndian(numbers[16..]));
    }

    /// <summary>Each u8 length and as many bytes.</summary>
    private static string? Texts(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        while (!data.IsEmpty)
        {
            if (data.Length <= data[0])
                return null;
            text.Append(text.Length > 0 ? " \"" : "\"").Append(LldpDecoder.Printable(data.Slice(1, data[0]))).Append('"');
            data = data[(data[0] + 1)..];
        }
        return text.ToString();
    }
}
