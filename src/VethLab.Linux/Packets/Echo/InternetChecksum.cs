using System.Buffers.Binary;

namespace VethLab.Linux.Packets;

/// <summary>The Internet checksum (RFC 1071): the complement of the ones' complement sum of all 16-bit words.</summary>
internal static class InternetChecksum
{
    /// <summary>The checksum of bytes whose checksum field is zero; 0 for bytes that carry a correct one.</summary>
    internal static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1)
            sum += (uint)bytes[0] << 8;
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
