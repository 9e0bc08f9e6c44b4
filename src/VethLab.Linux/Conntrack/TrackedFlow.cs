using VethLab.Linux.Netlink;
using VethLab.Linux.NfTables;
using static VethLab.Linux.Conntrack.ConntrackConstants;

namespace VethLab.Linux.Conntrack;

/// <summary>A flow that connection tracking knows, as IPCTNL_MSG_CT_GET lists it (enum ctattr_type).</summary>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Original">The packets of the side that began.</param>
/// <param name="Reply">The packets of the other side, as they come in: where the flow is translated, not the reverse of <see cref="Original"/>.</param>
/// <param name="Status">What is known of it.</param>
/// <param name="Timeout">Seconds until it is forgotten; null where the kernel does not say.</param>
/// <param name="Mark">Its mark; null where the kernel keeps none.</param>
/// <param name="TcpState">enum tcp_conntrack: 1 SYN sent, 2 SYN received, 3 established and so on; null for other protocols.</param>
/// <param name="Packets">Of the side that began; null unless net.netfilter.nf_conntrack_acct is 1.</param>
/// <param name="Bytes">Of those packets.</param>
/// <param name="ReplyPackets">Of the other side.</param>
/// <param name="ReplyBytes">Of those packets.</param>
/// <param name="Zone">The zone it is tracked in; 0 unless rules say otherwise.</param>
/// <param name="Id">The kernel's number for it.</param>
public sealed record TrackedFlow(
    NfFamily Family, FlowTuple Original, FlowTuple Reply, FlowStatus Status, uint? Timeout, uint? Mark, byte? TcpState,
    ulong? Packets, ulong? Bytes, ulong? ReplyPackets, ulong? ReplyBytes, ushort Zone, uint Id)
{
    /// <summary>The original tuple as it came: what the kernel finds the flow by.</summary>
    internal NfBytes Key { get; init; }

    internal static TrackedFlow? Decode(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != IPCTNL_MSG_CT_NEW)
            return null;
        FlowTuple? original = null, reply = null;
        uint status = 0, id = 0;
        uint? timeout = null, mark = null;
        byte? state = null;
        ushort zone = 0;
        NfBytes key = default;
        (ulong Packets, ulong Bytes)? there = null, back = null;
        foreach (var attribute in NfMessage.AttributesOf(body))
        {
            switch (attribute.Type)
            {
                case CTA_TUPLE_ORIG:
                    original = FlowTuple.Decode(attribute.Nested);
                    key = new NfBytes(attribute.Payload);
                    break;
                case CTA_TUPLE_REPLY: reply = FlowTuple.Decode(attribute.Nested); break;
                case CTA_STATUS: status = attribute.AsUInt32BigEndian(); break;
                case CTA_PROTOINFO: state = TcpStateIn(attribute.Nested); break;
                case CTA_TIMEOUT: timeout = attribute.AsUInt32BigEndian(); break;
                case CTA_MARK: mark = attribute.AsUInt32BigEndian(); break;
                case CTA_COUNTERS_ORIG: there = CountersIn(attribute.Nested); break;
                case CTA_COUNTERS_REPLY: back = CountersIn(attribute.Nested); break;
                case CTA_ZONE: zone = attribute.AsUInt16BigEndian(); break;
                case CTA_ID: id = attribute.AsUInt32BigEndian(); break;
            }
        }
        return new TrackedFlow(
            NfMessage.FamilyOf(body), original ?? throw new InvalidDataException("a flow without a beginning"),
            reply ?? throw new InvalidDataException("a flow without a way back"), (FlowStatus)status, timeout, mark, state,
            there?.Packets, there?.Bytes, back?.Packets, back?.Bytes, zone, id) { Key = key };
    }

    private static byte? TcpStateIn(NetlinkAttributes info)
    {
        foreach (var protocol in info)
        {
            if (protocol.Type != CTA_PROTOINFO_TCP)
                continue;
            foreach (var attribute in protocol.Nested)
            {
                if (attribute.Type == CTA_PROTOINFO_TCP_STATE)
                    return attribute.AsByte();
            }
        }
        return null;
    }

    private static (ulong Packets, ulong Bytes) CountersIn(NetlinkAttributes counters)
    {
        ulong packets = 0, bytes = 0;
        foreach (var attribute in counters)
        {
            if (attribute.Type == CTA_COUNTERS_PACKETS)
                packets = attribute.AsUInt64BigEndian();
            else if (attribute.Type == CTA_COUNTERS_BYTES)
                bytes = attribute.AsUInt64BigEndian();
        }
        return (packets, bytes);
    }
}
