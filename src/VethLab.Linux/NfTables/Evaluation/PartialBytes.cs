namespace VethLab.Linux.NfTables.Evaluation;

/// <summary>Bytes of which some bits may not be known. Comparisons say null where what is not known would decide.</summary>
internal sealed class PartialBytes
{
    private readonly byte[] value;
    private readonly byte[] known;

    private PartialBytes(byte[] value, byte[] known)
    {
        this.value = value;
        this.known = known;
    }

    /// <summary>Nothing of them is known.</summary>
    internal PartialBytes(int length)
        : this(new byte[length], new byte[length])
    {
    }

    /// <summary>All of them are known.</summary>
    internal PartialBytes(ReadOnlySpan<byte> all)
        : this(all.ToArray(), new byte[all.Length]) => known.AsSpan().Fill(0xff);

    internal int Length => value.Length;

    internal bool IsKnown => !known.AsSpan().ContainsAnyExcept((byte)0xff);

    /// <summary>The bytes; those that are not known are 0.</summary>
    internal ReadOnlySpan<byte> Value => value;

    /// <summary>Makes bits known, from a position on.</summary>
    internal void Know(int at, ReadOnlySpan<byte> bytes, byte mask = 0xff)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            value[at + i] = (byte)(bytes[i] & mask);
            known[at + i] = mask;
        }
    }

    internal PartialBytes Slice(int start, int length) =>
        new(value.AsSpan(start, length).ToArray(), known.AsSpan(start, length).ToArray());

    /// <summary>Puts other bytes in the place of some of these.</summary>
    internal void Replace(int start, PartialBytes by)
    {
        by.value.CopyTo(value, start);
        by.known.CopyTo(known, start);
    }

    /// <summary>(bytes AND mask) XOR flip: what the mask leaves out is known to be 0.</summary>
    internal PartialBytes Masked(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> flip)
    {
        var result = Slice(0, mask.Length);
        for (var i = 0; i < mask.Length; i++)
        {
            result.value[i] = (byte)((value[i] & mask[i]) ^ flip[i]);
            result.known[i] |= (byte)~mask[i];
        }
        return result;
    }

    /// <summary>Numbers of a size with their bytes in reverse.</summary>
    internal PartialBytes Swapped(int length, int size)
    {
        var result = Slice(0, length);
        for (var start = 0; start + size <= length; start += size)
        {
            Array.Reverse(result.value, start, size);
            Array.Reverse(result.known, start, size);
        }
        return result;
    }

    /// <summary>Whether the first bytes are these: no, where a known bit differs.</summary>
    internal bool? BeginWith(ReadOnlySpan<byte> other)
    {
        bool? result = true;
        for (var i = 0; i < other.Length; i++)
        {
            if (((value[i] ^ other[i]) & known[i]) != 0)
                return false;
            if (known[i] != 0xff)
                result = null;
        }
        return result;
    }

    /// <summary>Whether the first bytes, as one number in network order, are less (-1), equal (0) or greater (1).</summary>
    internal int? CompareTo(ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < other.Length; i++)
        {
            for (var bit = 0x80; bit != 0; bit >>= 1)
            {
                if ((known[i] & bit) == 0)
                    return null;
                if (((value[i] ^ other[i]) & bit) != 0)
                    return (value[i] & bit) != 0 ? 1 : -1;
            }
        }
        return 0;
    }
}
