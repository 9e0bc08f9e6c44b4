namespace VethLab.Tests.Packets;

/// <summary>Makes frames of frames: bits, bytes, interesting values, lengths that are off by a little, cuts, repetitions, and pieces of other frames.</summary>
internal static class FrameMutator
{
    private static readonly byte[] Interesting = [0, 1, 2, 4, 6, 8, 0x0c, 0x0f, 0x11, 0x29, 0x2b, 0x2c, 0x2f, 0x33, 0x3a, 0x3c, 0x3f, 0x40, 0x42, 0x45, 0x60, 0x7f, 0x80, 0x81, 0x87, 0xaa, 0xc0, 0xff];

    internal static byte[] Mutate(Random random, byte[][] frames)
    {
        var original = frames[random.Next(frames.Length)];
        var length = random.Next(5) switch
        {
            0 => random.Next(original.Length + 1),
            1 => original.Length + random.Next(60),
            _ => original.Length,
        };
        var bytes = new byte[length];
        original.AsSpan(0, Math.Min(length, original.Length)).CopyTo(bytes);
        for (var changes = random.Next(7); changes > 0 && length > 0; changes--)
            Change(random, bytes, frames);
        return bytes;
    }

    private static void Change(Random random, byte[] bytes, byte[][] frames)
    {
        // Headers are where it matters.
        var at = random.Next(Math.Min(bytes.Length, random.Next(3) == 0 ? bytes.Length : 90));
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 3:
                bytes[at] = (byte)(bytes[at] + random.Next(-3, 4));
                break;
            case 4:
                var other = frames[random.Next(frames.Length)];
                var from = random.Next(other.Length);
                other.AsSpan(from, Math.Min(random.Next(60), Math.Min(bytes.Length - at, other.Length - from))).CopyTo(bytes.AsSpan(at));
                break;
            default:
                // A piece of itself somewhere else.
                var source = random.Next(bytes.Length);
                var span = bytes.AsSpan(source, Math.Min(random.Next(40), Math.Min(bytes.Length - at, bytes.Length - source)));
                span.CopyTo(bytes.AsSpan(at));
                break;
        }
    }
}
