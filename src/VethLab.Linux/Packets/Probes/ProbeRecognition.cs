using System.Buffers.Binary;
using System.Net;
using static VethLab.Linux.Packets.IcmpConstants;

namespace VethLab.Linux.Packets;

/// <summary>
/// Knows a probe's packets among others. What translation makes of its addresses and ports is learned from hops of packets that are known to be
/// its own; answers are known by that too.
/// </summary>
public sealed class ProbeRecognition(ProbeFlow flow)
{
    private readonly HashSet<Ends> known = [];
    private readonly byte[] destination = flow.Destination.GetAddressBytes();

    /// <summary>Both ends of a flow; of ICMP, the id stands for the sender's port.</summary>
    private readonly record struct Ends(IPAddress From, int FromPort, IPAddress To, int ToPort);

    /// <summary>Addresses that its packets have had.</summary>
    public IEnumerable<IPAddress> Addresses => known.SelectMany(ends => new[] { ends.From, ends.To }).Distinct();

    /// <summary>Learns what ends it has here, of a packet that is the probe.</summary>
    public void Learn(NetPacket packet)
    {
        if (EndsOf(PacketIdentity.Carried(packet)) is { } ends)
            _ = known.Add(ends);
    }

    /// <summary>What a packet has to do with it, as far as its ends have been learned.</summary>
    public ProbeRole RoleOf(NetPacket packet)
    {
        packet = PacketIdentity.Carried(packet);
        if (IsError(packet))
            return packet.Inner is not { } about ? ProbeRole.None : RoleOf(about) switch { ProbeRole.None => ProbeRole.None, ProbeRole.Request => ProbeRole.Error, _ => ProbeRole.Related };
        if (packet.ProtocolNumber != flow.ProtocolNumber || EndsOf(packet) is not { } ends)
            return ProbeRole.None;
        var (isForth, isBack) = (known.Contains(ends) || IsOriginal(ends), known.Contains(new Ends(ends.To, ends.ToPort, ends.From, ends.FromPort)));
        return flow.Kind switch
        {
            ProbeKind.Echo => EchoRole(packet, isForth, isBack),
            // Of what an error quotes, there may be no more than ports and sequence number.
            ProbeKind.Connection => ConnectionRole(packet.TcpFlags, isForth, isBack),
            // Who sends a datagram back as it is, sends it from where it went.
            _ => isBack ? ProbeRole.Reply : isForth || HasCookie(packet) ? ProbeRole.Request : ProbeRole.None,
        };
    }

    /// <summary>The same of an IP header and what is behind it, where there is no more of a packet.</summary>
    public ProbeRole RoleOf(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport)
    {
        if (EndsOf(network, transport) is not { } ends)
            return ProbeRole.None;
        var back = new Ends(ends.To, ends.ToPort, ends.From, ends.FromPort);
        var (isForth, isBack) = (known.Contains(ends) || IsOriginal(ends), known.Contains(back) || IsOriginal(back));
        if (flow.Kind == ProbeKind.Connection)
            return transport.Length < 14 ? ProbeRole.None : ConnectionRole((TcpFlags)transport[13], isForth, isBack);
        return isBack ? ProbeRole.Reply : isForth ? ProbeRole.Request : ProbeRole.None;
    }

    private ProbeRole EchoRole(NetPacket packet, bool isForth, bool isBack) => packet.IcmpType switch
    {
        ICMP_ECHO or ICMPV6_ECHO_REQUEST => HasCookie(packet) || isForth ? ProbeRole.Request : ProbeRole.None,
        ICMP_ECHOREPLY or ICMPV6_ECHO_REPLY => HasCookie(packet) || isBack ? ProbeRole.Reply : ProbeRole.None,
        _ => ProbeRole.None,
    };

    private static ProbeRole ConnectionRole(TcpFlags? flags, bool isForth, bool isBack)
    {
        if (isBack)
            return flags is { } answer && (answer.HasFlag(TcpFlags.Rst) || answer.HasFlag(TcpFlags.Syn)) ? ProbeRole.Reply : ProbeRole.Related;
        if (!isForth)
            return ProbeRole.None;
        return flags is null || (flags.Value.HasFlag(TcpFlags.Syn) && !flags.Value.HasFlag(TcpFlags.Ack)) ? ProbeRole.Request : ProbeRole.Related;
    }

    private bool HasCookie(NetPacket packet) => flow.Cookie.Length > 0 && packet.PayloadBytes.StartsWith(flow.Cookie);

    /// <summary>As it was sent. Its own address is not looked at, since nobody has said it.</summary>
    private bool IsOriginal(Ends ends) => ends.FromPort == flow.OwnNumber && ends.ToPort == flow.Port && destination.AsSpan().SequenceEqual(ends.To.GetAddressBytes());

    private static bool IsError(NetPacket packet) => packet.ProtocolNumber switch
    {
        1 => packet.IcmpType is ICMP_DEST_UNREACH or ICMP_SOURCE_QUENCH or ICMP_TIME_EXCEEDED or ICMP_PARAMETERPROB,
        58 => packet.IcmpType < ICMPV6_ECHO_REQUEST,
        _ => false,
    };

    /// <summary>IPv4: addresses at 12 and 16; IPv6: at 8 and 24. Ports at 0 and 2, or an ICMP type at 0 and id at 4.</summary>
    private Ends? EndsOf(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport)
    {
        var isV6 = destination.Length == 16;
        if (transport.Length < 8 || network.Length < (isV6 ? 40 : 20) || network[0] >> 4 != (isV6 ? 6 : 4))
            return null;
        var (from, to) = isV6 ? (new IPAddress(network.Slice(8, 16)), new IPAddress(network.Slice(24, 16))) : (new IPAddress(network.Slice(12, 4)), new IPAddress(network.Slice(16, 4)));
        if (flow.Kind != ProbeKind.Echo)
            return new Ends(from, BinaryPrimitives.ReadUInt16BigEndian(transport), to, BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));
        var id = BinaryPrimitives.ReadUInt16BigEndian(transport[4..]);
        return transport[0] switch
        {
            ICMP_ECHO or ICMPV6_ECHO_REQUEST => new Ends(from, id, to, 0),
            ICMP_ECHOREPLY or ICMPV6_ECHO_REPLY => new Ends(from, 0, to, id),
            _ => null,
        };
    }

    private static Ends? EndsOf(NetPacket packet) => packet switch
    {
        { SourceAddress: null } or { DestinationAddress: null } => null,
        // A reply's id stands for the port at its destination.
        { IcmpId: { } id, IcmpType: ICMP_ECHOREPLY or ICMPV6_ECHO_REPLY } => new Ends(packet.SourceAddress, 0, packet.DestinationAddress, id),
        { IcmpId: { } id } => new Ends(packet.SourceAddress, id, packet.DestinationAddress, 0),
        { SourcePort: { } from, DestinationPort: { } to } => new Ends(packet.SourceAddress, from, packet.DestinationAddress, to),
        _ => null,
    };
}
