using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>State of a neighbour entry (NUD_*, neighbour.h; arp(7)).</summary>
[Flags]
public enum NeighborState : ushort
{
    None = 0x00,
    Incomplete = 0x01,
    Reachable = 0x02,
    Stale = 0x04,
    Delay = 0x08,
    Probe = 0x10,
    Failed = 0x20,
    NoArp = 0x40,
    Permanent = 0x80,
}

/// <summary>Flags of a neighbour or forwarding entry (NTF_*, and NTF_EXT_* from bit 8 on, neighbour.h).</summary>
[Flags]
public enum NeighborFlags : uint
{
    None = 0,

    /// <summary>A device's own entry, not its bridge's.</summary>
    Self = 0x02,

    /// <summary>An entry of the bridge that the device is a port of.</summary>
    Master = 0x04,
    Proxy = 0x08,

    /// <summary>Written by a routing daemon or a switch's driver.</summary>
    ExternallyLearned = 0x10,
    Offloaded = 0x20,

    /// <summary>Does not move to another port.</summary>
    Sticky = 0x40,

    /// <summary>IPv6: the neighbour says of itself that it is a router.</summary>
    Router = 0x80,

    /// <summary>The kernel keeps it reachable by itself.</summary>
    Managed = 0x100,

    /// <summary>The bridge does not let the address in until somebody has allowed it.</summary>
    Locked = 0x200,
}

/// <summary>
/// An entry of the ARP or neighbour discovery table (rtnetlink(7), RTM_NEWNEIGH): struct ndmsg { u8 family, pad[3]; s32 index; u16 state;
/// u8 flags, type; } and attributes.
/// </summary>
public sealed record NeighborMessage(int InterfaceIndex, IPAddress Address, MacAddress? MacAddress, NeighborState State, NeighborFlags Flags = NeighborFlags.None)
{
    internal static NeighborMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNEIGH)
            return null;
        if (body.Length < NDMSG_LENGTH)
            throw new InvalidDataException($"a neighbour of {body.Length} bytes");

        IPAddress? address = null;
        MacAddress? mac = null;
        var flags = (uint)body[10];
        foreach (var attribute in new NetlinkAttributes(body[NDMSG_LENGTH..]))
        {
            if (attribute.Type == NDA_DST)
                address = attribute.AsAddress();
            else if (attribute.Type == NDA_LLADDR && attribute.Payload.Length == 6)
                mac = new MacAddress(attribute.Payload);
            else if (attribute.Type == NDA_FLAGS_EXT)
                flags |= attribute.AsUInt32() << NTF_EXT_SHIFT;
        }
        return address is null
            ? null
            : new NeighborMessage(
                BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
                address,
                mac,
                (NeighborState)BinaryPrimitives.ReadUInt16LittleEndian(body[8..]),
                (NeighborFlags)flags);
    }
}
