using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>
/// TCP options (RFC 9293 section 3.1): u8 kind, and except for kinds 0 and 1 a u8 length that counts both. Read here, since PacketDotNet
/// throws on options that are not as they should be.
/// </summary>
internal static class TcpOptions
{
    private const byte End = 0;
    private const byte NoOperation = 1;

    internal static void Append(PacketReading reading, ReadOnlySpan<byte> options)
    {
        var separator = string.Empty;
        while (options.Length > 0)
        {
            _ = reading.Append(separator);
            separator = ",";
            var kind = options[0];
            if (kind is End or NoOperation)
            {
                _ = reading.Append(kind == End ? "eol" : "nop");
                // What follows the end is padding.
                options = kind == End ? default : options[1..];
                continue;
            }
            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                _ = reading.Append("bad opt]");
                reading.MarkMalformed($"TCP option {kind} has an impossible length");
                return;
            }
            AppendOption(reading, kind, options[2..options[1]]);
            options = options[options[1]..];
        }
    }

    private static void AppendOption(PacketReading reading, byte kind, ReadOnlySpan<byte> value)
    {
        switch (kind, value.Length)
        {
            case (2, 2):
                _ = reading.Append("mss ").Append(BinaryPrimitives.ReadUInt16BigEndian(value));
                break;
            case (3, 1):
                _ = reading.Append("wscale ").Append(value[0]);
                break;
            case (4, 0):
                _ = reading.Append("sackOK");
                break;
            case (5, > 0) when value.Length % 8 == 0:
                AppendSelectiveAcknowledgment(reading, value);
                break;
            case (8, 8):
                _ = reading.Append("TS val ").Append(BinaryPrimitives.ReadUInt32BigEndian(value))
                    .Append(" ecr ").Append(BinaryPrimitives.ReadUInt32BigEndian(value[4..]));
                break;
            default:
                _ = reading.Append("unknown-").Append(kind);
                if (value.Length > 0)
                    _ = reading.Append(" 0x").Append(Convert.ToHexString(value).ToLowerInvariant());
                break;
        }
    }

    private static void AppendSelectiveAcknowledgment(PacketReading reading, ReadOnlySpan<byte> blocks)
    {
        _ = reading.Append("sack ").Append(blocks.Length / 8).Append(" ");
        for (; blocks.Length > 0; blocks = blocks[8..])
        {
            _ = reading.Append("{").Append(BinaryPrimitives.ReadUInt32BigEndian(blocks))
                .Append(":").Append(BinaryPrimitives.ReadUInt32BigEndian(blocks[4..])).Append("}");
        }
    }
}
