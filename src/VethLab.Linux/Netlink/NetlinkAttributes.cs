using System.Buffers.Binary;
using static VethLab.Linux.Netlink.NetlinkConstants;

namespace VethLab.Linux.Netlink;

/// <summary>
/// The attributes in a span, for foreach. Ends at a header that does not fit; an attribute that claims more than there is
/// throws <see cref="InvalidDataException"/>.
/// </summary>
internal readonly ref struct NetlinkAttributes(ReadOnlySpan<byte> span)
{
    private readonly ReadOnlySpan<byte> span = span;

    public Enumerator GetEnumerator() => new(span);

    internal ref struct Enumerator(ReadOnlySpan<byte> span)
    {
        private ReadOnlySpan<byte> rest = span;

        public NetlinkAttribute Current { get; private set; }

        public bool MoveNext()
        {
            if (rest.Length < NLA_HDRLEN)
                return false;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < NLA_HDRLEN || length > rest.Length)
                throw new InvalidDataException($"an attribute of {length} bytes where {rest.Length} are left");
            Current = new NetlinkAttribute(BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]), rest[NLA_HDRLEN..length]);
            rest = rest[Math.Min(Align(length), rest.Length)..];
            return true;
        }
    }
}
