using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>What the kernel says of a route's way out (RTNH_F_*, rtnetlink.h).</summary>
[Flags]
public enum RouteHopFlags : byte
{
    None = 0,

    /// <summary>Not used: its interface is gone or down.</summary>
    Dead = 1,
    Pervasive = 2,

    /// <summary>The next hop is taken for a neighbour, whatever the addresses say.</summary>
    OnLink = 4,
    Offload = 8,

    /// <summary>Its interface has no carrier.</summary>
    LinkDown = 16,
    Unresolved = 32,
    Trap = 64,
}

/// <summary>
/// One of a route's ways out (rtnetlink(7), RTA_MULTIPATH): struct rtnexthop { u16 length; u8 flags, hops; s32 index; } and attributes, one
/// behind the other.
/// </summary>
public sealed record RouteHop
{
    /// <summary>The next hop; null where the destination is on the link.</summary>
    public IPAddress? Gateway { get; init; }

    public int InterfaceIndex { get; init; }

    /// <summary>Its share of the packets, from 1 to 256: twice the weight, twice as many.</summary>
    public int Weight { get; init; } = 1;

    public RouteHopFlags Flags { get; init; }

    internal KeptAttributes Kept { get; init; } = KeptAttributes.None;

    internal static IReadOnlyList<RouteHop> DecodeAll(ReadOnlySpan<byte> rest)
    {
        var hops = new List<RouteHop>();
        while (rest.Length >= RTNEXTHOP_LENGTH)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < RTNEXTHOP_LENGTH || length > rest.Length)
                throw new InvalidDataException($"a next hop of {length} bytes where {rest.Length} are left");
            hops.Add(new RouteHop(rest[..length]));
            rest = rest[Math.Min(NetlinkConstants.Align(length), rest.Length)..];
        }
        return hops;
    }

    public RouteHop()
    {
    }

    private RouteHop(ReadOnlySpan<byte> bytes)
    {
        Flags = (RouteHopFlags)bytes[2];
        Weight = bytes[3] + 1;
        InterfaceIndex = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        foreach (var attribute in new NetlinkAttributes(bytes[RTNEXTHOP_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case RTA_GATEWAY: Gateway = attribute.AsAddress(); break;
                case RTA_VIA: Gateway = ReadVia(attribute); break;
                case RTA_FLOW or RTA_ENCAP_TYPE or RTA_ENCAP: Kept = Kept.With(attribute); break;
            }
        }
    }

    /// <summary>Writes one element of RTA_MULTIPATH for a route of a family.</summary>
    internal void Write(NetlinkWriter writer, System.Net.Sockets.AddressFamily family)
    {
        var start = writer.Length;
        var header = writer.Append(RTNEXTHOP_LENGTH);
        header[2] = (byte)(Flags & RouteHopFlags.OnLink);
        header[3] = checked((byte)(Weight - 1));
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], InterfaceIndex);
        if (Gateway is not null)
            WriteGateway(writer, Gateway, family);
        Kept.Write(writer);
        writer.CloseElement(start);
    }

    /// <summary>A next hop of the route's own family is RTA_GATEWAY, one of the other is RTA_VIA: struct rtvia { u16 family; u8 address[]; }.</summary>
    internal static void WriteGateway(NetlinkWriter writer, IPAddress gateway, System.Net.Sockets.AddressFamily family)
    {
        if (gateway.AddressFamily == family)
        {
            writer.PutAddress(RTA_GATEWAY, gateway);
            return;
        }
        Span<byte> via = stackalloc byte[RTVIA_FAMILY_LENGTH + 16];
        via[0] = AddressClient.FamilyOf(gateway.AddressFamily);
        via[1] = 0;
        _ = gateway.TryWriteBytes(via[RTVIA_FAMILY_LENGTH..], out var length);
        writer.PutBytes(RTA_VIA, via[..(RTVIA_FAMILY_LENGTH + length)]);
    }

    internal static IPAddress? ReadVia(NetlinkAttribute attribute) =>
        attribute.Payload.Length is 6 or 18 ? new IPAddress(attribute.Payload[RTVIA_FAMILY_LENGTH..]) : null;
}
