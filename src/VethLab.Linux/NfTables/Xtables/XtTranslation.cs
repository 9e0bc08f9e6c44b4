using System.Buffers.Binary;
using System.Net;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;

namespace VethLab.Linux.NfTables.Xtables;

/// <summary>
/// -j SNAT and -j DNAT. Revision 0: struct nf_nat_ipv4_multi_range_compat { u32 count; u32 flags; be32 min_ip, max_ip; be16 min, max; }. From 1 on
/// struct nf_nat_range { u32 flags; union nf_inet_addr min_addr, max_addr; be16 min, max; … }. Flags: 1 addresses, 2 ports.
/// </summary>
internal static class XtTranslation
{
    private const uint NF_NAT_RANGE_MAP_IPS = 1;
    private const uint NF_NAT_RANGE_PROTO_SPECIFIED = 2;

    /// <summary>Whom the target gives a packet to; what only the kernel chooses is null.</summary>
    internal static PacketTranslation Read(XtTargetExpression target, PacketDescription packet)
    {
        var end = target.Extension == "DNAT" ? PacketEnd.Destination : PacketEnd.Source;
        var (own, ownPort) = end == PacketEnd.Destination ? (packet.Destination, packet.DestinationPort) : (packet.Source, null);
        var info = target.Info.Span;
        var isOld = target.Revision == 0;
        if (info.Length < (isOld ? 20 : 40))
            return new PacketTranslation(end, null, null);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(info[(isOld ? 4 : 0)..]);
        var (first, size, step) = isOld ? (8, 4, 4) : (4, packet.Family == NfFamily.IPv6 ? 16 : 4, 16);
        var ports = info[(first + (2 * step))..];
        return new PacketTranslation(
            end,
            (flags & NF_NAT_RANGE_MAP_IPS) == 0 ? own : One(info.Slice(first, size), info.Slice(first + step, size)) is { IsEmpty: false } address ? new IPAddress(address) : null,
            (flags & NF_NAT_RANGE_PROTO_SPECIFIED) == 0 ? ownPort : One(ports[..2], ports[2..4]) is { IsEmpty: false } port ? BinaryPrimitives.ReadUInt16BigEndian(port) : null);
    }

    private static ReadOnlySpan<byte> One(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) => from.SequenceEqual(to) ? from : default;
}
