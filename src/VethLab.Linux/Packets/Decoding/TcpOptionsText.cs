using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>TCP options in tcpdump's words.</summary>
internal static class TcpOptionsText
{
    internal static void Append(StringBuilder text, ReadOnlySpan<byte> options)
    {
        var walk = new TcpOptionWalk(options);
        var separator = string.Empty;
        while (walk.MoveNext())
        {
            text.Append(separator);
            separator = ",";
            if (walk.IsBad)
                text.Append("bad opt]");
            else
                AppendOption(text, walk.Kind, walk.Value);
        }
    }

    private static void AppendOption(StringBuilder text, byte kind, ReadOnlySpan<byte> value)
    {
        switch (kind, value.Length)
        {
            case (TcpOptionWalk.End, 0):
                text.Append("eol");
                break;
            case (TcpOptionWalk.NoOperation, 0):
                text.Append("nop");
                break;
            case (2, 2):
                text.Append(CultureInfo.InvariantCulture, $"mss {BinaryPrimitives.ReadUInt16BigEndian(value)}");
                break;
            case (3, 1):
                text.Append(CultureInfo.InvariantCulture, $"wscale {value[0]}");
                break;
            case (4, 0):
                text.Append("sackOK");
                break;
            case (5, > 0) when value.Length % 8 == 0:
                AppendSelectiveAcknowledgment(text, value);
                break;
            case (8, 8):
                text.Append(CultureInfo.InvariantCulture, $"TS val {BinaryPrimitives.ReadUInt32BigEndian(value)}");
                text.Append(CultureInfo.InvariantCulture, $" ecr {BinaryPrimitives.ReadUInt32BigEndian(value[4..])}");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"unknown-{kind}");
                if (value.Length > 0)
                    text.Append(CultureInfo.InvariantCulture, $" 0x{Convert.ToHexString(value).ToLowerInvariant()}");
                break;
        }
    }

    private static void AppendSelectiveAcknowledgment(StringBuilder text, ReadOnlySpan<byte> blocks)
    {
        text.Append(CultureInfo.InvariantCulture, $"sack {blocks.Length / 8} ");
        for (; blocks.Length > 0; blocks = blocks[8..])
            text.Append('{').Append(TcpOptions.Block(blocks)).Append('}');
    }
}
