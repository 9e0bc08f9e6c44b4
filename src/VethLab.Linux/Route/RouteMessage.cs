using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Route.RouteConstants;

namespace VethLab.Linux.Route;

/// <summary>What a route does with packets (RTN_*, rtnetlink.h).</summary>
public enum RouteType : byte
{
    Unspecified = 0,
    Unicast = 1,
    Local = 2,
    Broadcast = 3,
    Anycast = 4,
    Multicast = 5,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
    Throw = 9,
    Nat = 10,
}

/// <summary>
/// A route (rtnetlink(7), RTM_NEWROUTE): struct rtmsg { u8 family, destination length, source length, tos, table, protocol, scope, type;
/// u32 flags; } and attributes.
/// </summary>
public sealed record RouteMessage
{
    public const int MainTable = 254;

    /// <summary>0.0.0.0/0 or ::/0 for a default route.</summary>
    public IPPrefix Destination { get; init; } = new(IPAddress.Any, 0);

    /// <summary>The next hop; null where the destination is on the link.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The way out; 0 for blackhole and other routes that lead nowhere.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>The smaller is preferred; 0 for IPv4's default.</summary>
    public uint Metric { get; init; }

    /// <summary>Source address for packets of this host; null: the kernel chooses.</summary>
    public IPAddress? Source { get; init; }

    public uint Table { get; init; } = MainTable;

    /// <summary>Who made it (RTPROT_*): 2 kernel, 3 boot, 4 static, 9 router advertisement, 16 dhcp …</summary>
    public byte Protocol { get; init; } = 3;

    public byte Scope { get; init; }

    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>The metric of a route that was made without one: IPv6's is IP6_RT_PRIO_USER (net/ipv6.h).</summary>
    public static uint DefaultMetric(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? 1024u : 0;

    internal static RouteMessage? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWROUTE)
            return null;
        if (body.Length < RTMSG_LENGTH)
            throw new InvalidDataException($"a route of {body.Length} bytes");
        if (body[0] is not (Interop.Libc.AF_INET or Interop.Libc.AF_INET6))
            return null;
        if ((BinaryPrimitives.ReadUInt32LittleEndian(body[8..]) & RTM_F_CLONED) != 0)
            return null;

        var any = body[0] == Interop.Libc.AF_INET ? IPAddress.Any : IPAddress.IPv6Any;
        var destination = any;
        var route = new RouteMessage { Table = body[4], Protocol = body[5], Scope = body[6], Type = (RouteType)body[7] };
        foreach (var attribute in new NetlinkAttributes(body[RTMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case RTA_DST: destination = attribute.AsAddress(); break;
                case RTA_GATEWAY: route = route with { Gateway = attribute.AsAddress() }; break;
                case RTA_VIA when attribute.Payload.Length is 6 or 18:
                    route = route with { Gateway = new IPAddress(attribute.Payload[2..]) };
                    break;
                case RTA_OIF: route = route with { InterfaceIndex = attribute.AsInt32() }; break;
                case RTA_PRIORITY: route = route with { Metric = attribute.AsUInt32() }; break;
                case RTA_PREFSRC: route = route with { Source = attribute.AsAddress() }; break;
                case RTA_TABLE: route = route with { Table = attribute.AsUInt32() }; break;
            }
        }
        return route with { Destination = new IPPrefix(destination, Math.Min((int)body[1], IPPrefix.BitsOf(destination))) };
    }

    internal void Write(NetlinkWriter writer)
    {
        var header = writer.Append(RTMSG_LENGTH);
        header[0] = AddressClient.FamilyOf(Destination.Family);
        header[1] = (byte)Destination.Length;
        header[4] = (byte)(Table < 256 ? Table : 0);
        header[5] = Protocol;
        header[6] = Scope;
        header[7] = (byte)Type;
        if (Destination.Length > 0)
            writer.PutAddress(RTA_DST, Destination.Address);
        if (Gateway is not null)
            writer.PutAddress(RTA_GATEWAY, Gateway);
        if (InterfaceIndex != 0)
            writer.PutInt32(RTA_OIF, InterfaceIndex);
        if (Metric != 0)
            writer.PutUInt32(RTA_PRIORITY, Metric);
        if (Source is not null)
            writer.PutAddress(RTA_PREFSRC, Source);
        if (Table >= 256)
            writer.PutUInt32(RTA_TABLE, Table);
    }
}
