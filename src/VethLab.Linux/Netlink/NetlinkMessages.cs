using System.Buffers.Binary;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>The messages of one received datagram, for foreach.</summary>
internal readonly ref struct NetlinkMessages(ReadOnlySpan<byte> span)
{
    private readonly ReadOnlySpan<byte> span = span;

    public Enumerator GetEnumerator() => new(span);

    internal ref struct Enumerator(ReadOnlySpan<byte> span)
    {
        private ReadOnlySpan<byte> rest = span;

        public NetlinkMessage Current { get; private set; }

        public bool MoveNext()
        {
            if (rest.Length < NLMSG_HDRLEN)
                return false;
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < NLMSG_HDRLEN || length > rest.Length)
                throw new InvalidDataException($"a netlink message of {length} bytes where {rest.Length} are left");
            Current = new NetlinkMessage(rest[..length]);
            rest = rest[Math.Min(Align(length), rest.Length)..];
            return true;
        }
    }
}

/// <summary>One received message; <see cref="Body"/> starts behind struct nlmsghdr.</summary>
internal readonly ref struct NetlinkMessage(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    internal ushort Type => BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);

    internal ushort Flags => BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);

    internal uint Sequence => BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);

    internal uint Port => BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);

    internal ReadOnlySpan<byte> Body => bytes[NLMSG_HDRLEN..];
}
