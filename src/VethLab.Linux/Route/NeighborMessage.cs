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

/// <summary>
/// An entry of the ARP or neighbour discovery table (rtnetlink(7), RTM_NEWNEIGH): struct ndmsg { u8 family, pad[3]; s32 index; u16 state;
/// u8 flags, type; } and attributes.
/// </summary>
public sealed record NeighborMessage(int InterfaceIndex, IPAddress Address, MacAddress? MacAddress, NeighborState State)
{
    internal static NeighborMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWNEIGH)
            return null;
        if (body.Length < NDMSG_LENGTH)
            throw new InvalidDataException($"a neighbour of {body.Length} bytes");

        IPAddress? address = null;
        MacAddress? mac = null;
        foreach (var attribute in new NetlinkAttributes(body[NDMSG_LENGTH..]))
        {
            if (attribute.Type == NDA_DST)
                address = attribute.AsAddress();
            else if (attribute.Type == NDA_LLADDR && attribute.Payload.Length == 6)
                mac = new MacAddress(attribute.Payload);
        }
        return address is null
            ? null
            : new NeighborMessage(
                BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
                address,
                mac,
                (NeighborState)BinaryPrimitives.ReadUInt16LittleEndian(body[8..]));
    }
}
