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

    /// <summary>Type of service (DSCP and two more bits) that packets must have; 0: any that no other route is for. IPv4 only.</summary>
    public byte Tos { get; init; }

    /// <summary>IPv6: only for packets from there; null: from anywhere.</summary>
    public IPPrefix? From { get; init; }

    /// <summary>What the kernel says of <see cref="InterfaceIndex"/> and <see cref="Gateway"/>.</summary>
    public RouteHopFlags Flags { get; init; }

    /// <summary>The ways out where there are several, which then stand here alone; empty for other routes.</summary>
    public IReadOnlyList<RouteHop> Multipath { get; init; } = [];

    /// <summary>Number of the next hop object (ip-nexthop(8)) that the ways out come from; 0: they are the route's own.</summary>
    public uint NextHopId { get; init; }

    /// <summary>Largest packet on this route, in bytes (metric "mtu"); 0: as its interface has it.</summary>
    public uint Mtu { get; init; }

    /// <summary>All ways out, whether one or several; empty for routes that lead nowhere.</summary>
    public IReadOnlyList<RouteHop> Hops => Multipath.Count > 0 ? Multipath
        : InterfaceIndex == 0 && Gateway is null ? []
        : [new RouteHop { Gateway = Gateway, InterfaceIndex = InterfaceIndex, Flags = Flags }];

    internal KeptAttributes Kept { get; init; } = KeptAttributes.None;

    /// <summary>What is not taken apart here, as text to compare: metrics, encapsulation and so on, by their numbers in rtnetlink.h.</summary>
    public string KeptText => string.Join(" / ", Multipath.Select(hop => hop.Kept).Prepend(Kept).Select(kept => kept.ToString()).Where(text => text.Length > 0));

    /// <summary>Seconds that are left to it; 0: for ever. IPv6 only.</summary>
    internal uint Expires { get; init; }

    /// <summary>The metric of a route that was made without one: IPv6's is IP6_RT_PRIO_USER (net/ipv6.h).</summary>
    public static uint DefaultMetric(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? 1024u : 0;

    /// <summary>A route of a table; not what the kernel has made of one for a single destination.</summary>
    internal static RouteMessage? Decode(ushort type, ReadOnlySpan<byte> body) =>
        body.Length >= RTMSG_LENGTH && (BinaryPrimitives.ReadUInt32LittleEndian(body[8..]) & RTM_F_CLONED) != 0 ? null : DecodeAny(type, body);

    /// <summary>A route of a table, or the answer to a lookup.</summary>
    internal static RouteMessage? DecodeAny(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != RTM_NEWROUTE)
            return null;
        if (body.Length < RTMSG_LENGTH)
            throw new InvalidDataException($"a route of {body.Length} bytes");
        if (body[0] is not (Interop.Libc.AF_INET or Interop.Libc.AF_INET6))
            return null;

        return new RouteMessage(body);
    }

    public RouteMessage()
    {
    }

    private RouteMessage(ReadOnlySpan<byte> body)
    {
        Tos = body[3];
        Table = body[4];
        Protocol = body[5];
        Scope = body[6];
        Type = (RouteType)body[7];
        Flags = (RouteHopFlags)body[8];
        var destination = body[0] == Interop.Libc.AF_INET ? IPAddress.Any : IPAddress.IPv6Any;
        foreach (var attribute in new NetlinkAttributes(body[RTMSG_LENGTH..]))
        {
            switch (attribute.Type)
            {
                case RTA_DST: destination = attribute.AsAddress(); break;
                case RTA_SRC: From = Prefix(attribute.AsAddress(), body[2]); break;
                case RTA_GATEWAY: Gateway = attribute.AsAddress(); break;
                case RTA_VIA: Gateway = RouteHop.ReadVia(attribute); break;
                case RTA_OIF: InterfaceIndex = attribute.AsInt32(); break;
                case RTA_MULTIPATH: Multipath = RouteHop.DecodeAll(attribute.Payload); break;
                case RTA_NH_ID: NextHopId = attribute.AsUInt32(); break;
                case RTA_PRIORITY: Metric = attribute.AsUInt32(); break;
                case RTA_PREFSRC: Source = attribute.AsAddress(); break;
                case RTA_TABLE: Table = attribute.AsUInt32(); break;
                case RTA_CACHEINFO: Expires = ReadExpiry(attribute); break;
                case RTA_METRICS: Mtu = ReadMtu(attribute); Kept = Kept.With(attribute); break;
                case RTA_FLOW or RTA_PREF or RTA_ENCAP_TYPE or RTA_ENCAP or RTA_TTL_PROPAGATE: Kept = Kept.With(attribute); break;
            }
        }
        Destination = Prefix(destination, body[1]);
    }

    private static IPPrefix Prefix(IPAddress address, byte length) => new(address, Math.Min((int)length, IPPrefix.BitsOf(address)));

    private static uint ReadMtu(NetlinkAttribute metrics)
    {
        foreach (var metric in metrics.Nested)
        {
            if (metric.Type == RTAX_MTU)
                return metric.AsUInt32();
        }
        return 0;
    }

    /// <summary>struct rta_cacheinfo { u32 references, last use; s32 expires; … }, in hundredths of a second (USER_HZ).</summary>
    private static uint ReadExpiry(NetlinkAttribute cache)
    {
        if (cache.Payload.Length < RTA_CACHEINFO_EXPIRES_OFFSET + 4)
            return 0;
        var hundredths = BinaryPrimitives.ReadInt32LittleEndian(cache.Payload[RTA_CACHEINFO_EXPIRES_OFFSET..]);
        return hundredths <= 0 ? 0 : (uint)((hundredths + 99L) / 100);
    }

    /// <summary>Writes it as it is to be added, or removed.</summary>
    internal void Write(NetlinkWriter writer, bool toRemove = false)
    {
        var header = writer.Append(RTMSG_LENGTH);
        header[0] = AddressClient.FamilyOf(Destination.Family);
        header[1] = (byte)Destination.Length;
        header[2] = (byte)(From?.Length ?? 0);
        header[3] = Tos;
        header[4] = (byte)(Table < 256 ? Table : 0);
        header[5] = Protocol;
        header[6] = Scope;
        // A route by a next hop object is kept as Unicast, and reported as what the object is, Blackhole for one.
        header[7] = NextHopId == 0 ? (byte)Type : toRemove ? RTN_UNSPEC : RTN_UNICAST;
        header[8] = (byte)(NextHopId == 0 ? Flags & RouteHopFlags.OnLink : 0);
        if (Destination.Length > 0)
            writer.PutAddress(RTA_DST, Destination.Address);
        if (From is { Length: > 0 } from)
            writer.PutAddress(RTA_SRC, from.Address);
        WriteHops(writer);
        if (Metric != 0)
            writer.PutUInt32(RTA_PRIORITY, Metric);
        if (Source is not null)
            writer.PutAddress(RTA_PREFSRC, Source);
        if (Table >= 256)
            writer.PutUInt32(RTA_TABLE, Table);
        if (Expires != 0 && !toRemove)
            writer.PutUInt32(RTA_EXPIRES, Expires);
        Kept.Write(writer);
    }

    private void WriteHops(NetlinkWriter writer)
    {
        if (NextHopId != 0)
        {
            // The kernel takes either the object or what is in it.
            writer.PutUInt32(RTA_NH_ID, NextHopId);
            return;
        }
        if (Multipath.Count > 0)
        {
            using var all = writer.BeginNested(RTA_MULTIPATH);
            foreach (var hop in Multipath)
                hop.Write(writer, Destination.Family);
            return;
        }
        if (Gateway is not null)
            RouteHop.WriteGateway(writer, Gateway, Destination.Family);
        if (InterfaceIndex != 0)
            writer.PutInt32(RTA_OIF, InterfaceIndex);
    }
}
