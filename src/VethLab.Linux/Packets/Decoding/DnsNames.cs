using System.Text;

namespace VethLab.Linux.Packets;

/// <summary>
/// Domain names (RFC 1035 section 4.1.4): labels of u8 length and as many bytes, up to an empty one; a length with its two upper bits set is the
/// first byte of a be16 that points to where the name goes on. Pointers may point backwards only, and a name has 255 bytes at most, so
/// reading ends whatever the bytes are; and since each of many names may go through all pointers there are, the steps of a message are counted.
/// </summary>
internal static class DnsNames
{
    /// <summary>Labels and pointers that are read in all names of a message: some thirty for each record of the largest one that is read.</summary>
    internal const int MostSteps = 8192;

    private const int Longest = 255;
    private const byte Pointer = 0xc0;

    /// <summary>Reads the name there and moves behind it; null where there is none, or no step is left.</summary>
    internal static string? Read(ReadOnlySpan<byte> message, ref int at, ref int steps)
    {
        var name = new StringBuilder();
        var (position, end, length) = (at, -1, 0);
        // Where the labels began that are being read: what they point to must lie before.
        var start = at;
        while (position < message.Length && steps-- > 0)
        {
            var size = message[position];
            switch (size & Pointer)
            {
                case Pointer:
                    if (position + 1 >= message.Length)
                        return null;
                    var target = ((size & 0x3f) << 8) | message[position + 1];
                    if (target >= start)
                        return null;
                    if (end < 0)
                        end = position + 2;
                    position = start = target;
                    break;
                case 0 when size == 0:
                    at = end < 0 ? position + 1 : end;
                    return name.Length == 0 ? "." : name.ToString();
                case 0:
                    length += size + 1;
                    if (position + 1 + size > message.Length || length > Longest)
                        return null;
                    if (name.Length > 0)
                        name.Append('.');
                    AppendLabel(name, message.Slice(position + 1, size));
                    position += size + 1;
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    /// <summary>RFC 1035 section 5.1: what is no plain character is \DDD.</summary>
    private static void AppendLabel(StringBuilder name, ReadOnlySpan<byte> label)
    {
        foreach (var b in label)
        {
            if (b is (byte)'.' or (byte)'\\')
                name.Append('\\').Append((char)b);
            else if (b is > 0x20 and < 0x7f)
                name.Append((char)b);
            else
                name.Append('\\').Append(b.ToString("000", System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
