using System.Net;
using VethLab.Linux.Netlink;
using static VethLab.Linux.Conntrack.ConntrackConstants;

namespace VethLab.Linux.Conntrack;

/// <summary>What tells the packets of one direction of a flow (CTA_TUPLE_*).</summary>
/// <param name="Source">Whom they come from.</param>
/// <param name="Destination">Whom they go to.</param>
/// <param name="Protocol">The protocol above IP: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6 (IANA).</param>
/// <param name="SourcePort">Null where the protocol has no ports.</param>
/// <param name="DestinationPort">Null where the protocol has no ports.</param>
/// <param name="IcmpId">The identifier of ICMP's and ICMPv6's requests; null for other protocols.</param>
public sealed record FlowTuple(
    IPAddress Source, IPAddress Destination, byte Protocol, ushort? SourcePort, ushort? DestinationPort, ushort? IcmpId)
{
    internal static FlowTuple Decode(NetlinkAttributes tuple)
    {
        IPAddress? source = null, destination = null;
        byte protocol = 0;
        ushort? from = null, to = null, id = null;
        foreach (var part in tuple)
        {
            if (part.Type == CTA_TUPLE_IP)
            {
                foreach (var address in part.Nested)
                {
                    switch (address.Type)
                    {
                        case CTA_IP_V4_SRC or CTA_IP_V6_SRC: source = address.AsAddress(); break;
                        case CTA_IP_V4_DST or CTA_IP_V6_DST: destination = address.AsAddress(); break;
                    }
                }
            }
            else if (part.Type == CTA_TUPLE_PROTO)
            {
                foreach (var value in part.Nested)
                {
                    switch (value.Type)
                    {
                        case CTA_PROTO_NUM: protocol = value.AsByte(); break;
                        case CTA_PROTO_SRC_PORT: from = value.AsUInt16BigEndian(); break;
                        case CTA_PROTO_DST_PORT: to = value.AsUInt16BigEndian(); break;
                        case CTA_PROTO_ICMP_ID or CTA_PROTO_ICMPV6_ID: id = value.AsUInt16BigEndian(); break;
                    }
                }
            }
        }
        return source is not null && destination is not null
            ? new FlowTuple(source, destination, protocol, from, to, id)
            : throw new InvalidDataException("a flow without addresses");
    }
}
