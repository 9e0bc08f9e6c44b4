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

    /// <summary>IPv4: goes with the first address of its network; IPv6: temporary (RFC 8981).</summary>
    Secondary = 0x01,
    NoDuplicateDetection = 0x02,
    Optimistic = 0x04,
    DuplicateDetected = 0x08,
    HomeAddress = 0x10,
    Deprecated = 0x20,
    Tentative = 0x40,
    Permanent = 0x80,
    ManageTemporaryAddresses = 0x100,
    NoPrefixRoute = 0x200,
    MulticastAutoJoin = 0x400,
    StablePrivacy = 0x800,
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

    /// <summary>IPv4: the interface's name, or that with more behind a colon (ifconfig's aliases); null for IPv6.</summary>
    public string? Label { get; init; }

    /// <summary>Seconds until it is removed; null: never.</summary>
    public uint? ValidSeconds { get; init; }

    /// <summary>Seconds until it is deprecated, no longer the source of new connections; null: never.</summary>
    public uint? PreferredSeconds { get; init; }

    /// <summary>Metric of the route to its network; 0: the default.</summary>
    public uint Metric { get; init; }

    /// <summary>Who gave it (IFAPROT_*, if_addr.h): 1 loopback's, 2 router advertisement, 3 link-local; 0 nobody says.</summary>
    public byte Protocol { get; init; }

    /// <summary>The flags that an address can be given; the others are the kernel's findings.</summary>
    public AddressFlags GivenFlags => Flags & (AddressFlags.NoDuplicateDetection | AddressFlags.Optimistic | AddressFlags.HomeAddress
        | AddressFlags.ManageTemporaryAddresses | AddressFlags.NoPrefixRoute | AddressFlags.MulticastAutoJoin);

    internal static AddressMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWADDR)
            return null;
        if (body.Length < IFADDRMSG_LENGTH)
            throw new InvalidDataException($"an address of {body.Length} bytes");

        var message = new AddressMessage(body, out var isWhole);
        return isWhole ? message : null;
    }

    public AddressMessage()
    {
    }

    /// <summary>Not whole where there is no address in it.</summary>
    private AddressMessage(ReadOnlySpan<byte> body, out bool isWhole)
    {
        IPAddress? address = null, local = null;
        InterfaceIndex = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
        Scope = body[3];
        Flags = (AddressFlags)body[2];
        foreach (var attribute in new NetlinkAttributes(body[IFADDRMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case IFA_ADDRESS: address = attribute.AsAddress(); break;
                case IFA_LOCAL: local = attribute.AsAddress(); break;
                case IFA_BROADCAST: Broadcast = attribute.AsAddress(); break;
                case IFA_FLAGS: Flags = (AddressFlags)attribute.AsUInt32(); break;
                case IFA_LABEL: Label = attribute.AsString(); break;
                case IFA_RT_PRIORITY: Metric = attribute.AsUInt32(); break;
                case IFA_PROTO: Protocol = attribute.AsByte(); break;
                case IFA_CACHEINFO when attribute.Payload.Length >= IFA_CACHEINFO_LENGTH:
                    PreferredSeconds = Seconds(attribute.Payload);
                    ValidSeconds = Seconds(attribute.Payload[4..]);
                    break;
            }
        }
        // IFA_LOCAL is the interface's own where both are there; IFA_ADDRESS is then the peer's, or the same again.
        var own = local ?? address;
        isWhole = own is not null;
        if (own is null)
            return;
        Address = new IPPrefix(own, Math.Min((int)body[1], IPPrefix.BitsOf(own)));
        Peer = address is not null && !address.Equals(own) ? address : null;
    }

    private static uint? Seconds(ReadOnlySpan<byte> field) =>
        BinaryPrimitives.ReadUInt32LittleEndian(field) is var seconds and not INFINITY_LIFE_TIME ? seconds : null;

    /// <summary>Writes the whole address, as it is to be added.</summary>
    internal void Write(NetlinkWriter writer)
    {
        var header = writer.Append(IFADDRMSG_LENGTH);
        header[0] = AddressClient.FamilyOf(Address.Family);
        header[1] = (byte)Address.Length;
        header[2] = (byte)GivenFlags;
        header[3] = Scope;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], InterfaceIndex);
        writer.PutAddress(IFA_LOCAL, Address.Address);
        writer.PutAddress(IFA_ADDRESS, Peer ?? Address.Address);
        if (Broadcast is not null)
            writer.PutAddress(IFA_BROADCAST, Broadcast);
        if (GivenFlags != AddressFlags.None)
            writer.PutUInt32(IFA_FLAGS, (uint)GivenFlags);
        if (Label is not null)
            writer.PutString(IFA_LABEL, Label);
        if (Metric != 0)
            writer.PutUInt32(IFA_RT_PRIORITY, Metric);
        if (Protocol != 0)
            writer.PutByte(IFA_PROTO, Protocol);
        // For a deprecated address that stays for ever IPv4 reports that it is preferred for ever, too.
        var preferred = (Flags & AddressFlags.Deprecated) != 0 ? 0 : PreferredSeconds;
        if (preferred is not null || ValidSeconds is not null)
        {
            Span<byte> lifetimes = stackalloc byte[IFA_CACHEINFO_LENGTH];
            BinaryPrimitives.WriteUInt32LittleEndian(lifetimes, preferred ?? INFINITY_LIFE_TIME);
            BinaryPrimitives.WriteUInt32LittleEndian(lifetimes[4..], ValidSeconds ?? INFINITY_LIFE_TIME);
            writer.PutBytes(IFA_CACHEINFO, lifetimes);
        }
    }
}
