using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>Address flags (IFA_F_*, if_addr.h).</summary>
[Flags]
public enum AddressFlags : uint
{
    None = 0,
    Secondary = 0x01,
    NoDuplicateDetection = 0x02,
    Optimistic = 0x04,
    DuplicateDetected = 0x08,
    Deprecated = 0x20,
    Tentative = 0x40,
    Permanent = 0x80,
    NoPrefixRoute = 0x200,
}

/// <summary>
/// An interface's address (rtnetlink(7), RTM_NEWADDR): struct ifaddrmsg { u8 family, prefix length, flags, scope; u32 index; } and
/// attributes.
/// </summary>
public sealed record AddressMessage
{
    public int InterfaceIndex { get; init; }

    /// <summary>The interface's own address with its prefix length.</summary>
    public IPPrefix Address { get; init; } = new(IPAddress.Any, 0);

    /// <summary>The other end's address on point-to-point links; null elsewhere.</summary>
    public IPAddress? Peer { get; init; }

    public IPAddress? Broadcast { get; init; }

    /// <summary>0 global, 200 site, 253 link, 254 host (rt_scope_t).</summary>
    public byte Scope { get; init; }

    public AddressFlags Flags { get; init; }

    internal static AddressMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWADDR)
            return null;
        if (body.Length < IFADDRMSG_LENGTH)
            throw new InvalidDataException($"an address of {body.Length} bytes");

        IPAddress? address = null, local = null, broadcast = null;
        var flags = (uint)body[2];
        foreach (var attribute in new NetlinkAttributes(body[IFADDRMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case IFA_ADDRESS: address = attribute.AsAddress(); break;
                case IFA_LOCAL: local = attribute.AsAddress(); break;
                case IFA_BROADCAST: broadcast = attribute.AsAddress(); break;
                case IFA_FLAGS: flags = attribute.AsUInt32(); break;
            }
        }
        // IFA_LOCAL is the interface's own where both are there; IFA_ADDRESS is then the peer's, or the same again.
        var own = local ?? address;
        if (own is null)
            return null;
        return new AddressMessage
        {
            InterfaceIndex = BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
            Address = new IPPrefix(own, Math.Min((int)body[1], IPPrefix.BitsOf(own))),
            Peer = address is not null && !address.Equals(own) ? address : null,
            Broadcast = broadcast,
            Scope = body[3],
            Flags = (AddressFlags)flags,
        };
    }
}
