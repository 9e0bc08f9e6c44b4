using System.Net;
using VethLab.Linux.Packets;
using VethLab.Networks.Capture;

namespace VethLab.Networks.Paths;

/// <summary>What was captured of a probe, by what it has to do with it.</summary>
/// <param name="Request">The probe: of several sendings the one that was answered, else the one that was seen in most places.</param>
/// <param name="Reply">What the answer goes by.</param>
/// <param name="Others">All else that has to do with it, in the order of time.</param>
/// <param name="Recognition">Knows more of its packets, by what was learned of these.</param>
internal sealed record ProbeTrails(PacketTrail? Request, PacketTrail? Reply, IReadOnlyList<PacketTrail> Others, ProbeRecognition Recognition)
{
    /// <summary>Each packet of the probe and of what answers it, errors as well.</summary>
    internal IReadOnlyList<(PacketTrail Trail, ProbeRole Role)> Flow { get; init; } = [];

    internal static ProbeTrails Of(IReadOnlyList<NetPacket> packets, ProbeFlow flow, IReadOnlySet<IPAddress> ownAddresses, ProbeAnswer? answer)
    {
        var recognition = new ProbeRecognition(flow);
        var trails = TrailGrouping.Group(packets, TrailGrouping.Longest);
        // Each hop of the probe may have other addresses, by which its answers are known.
        foreach (var hop in trails.Where(trail => RoleOf(trail, recognition) == ProbeRole.Request).SelectMany(trail => trail.Hops))
            recognition.Learn(hop.Packet);

        var roles = trails.Select(trail => (Trail: trail, Role: RoleOf(trail, recognition))).ToList();
        var (reply, answering) = roles.Find(one => IsAnswer(one.Trail, one.Role, answer));
        var requests = roles.Where(one => one.Role == ProbeRole.Request).Select(one => one.Trail).ToList();
        // What the kernel sends again has the same numbers: of such, the one that got furthest.
        var answered = requests.Where(trail => answering == ProbeRole.Reply && IsAnsweredBy(trail.Hops[0].Packet, reply.Hops[0].Packet));
        var request = answered.MaxBy(trail => trail.HopCount) ?? requests.MaxBy(trail => trail.HopCount);

        HashSet<IPAddress> known = [.. ownAddresses, .. recognition.Addresses, flow.Destination];
        var others = roles.Where(one => one.Trail != request && one.Trail != reply && (one.Role != ProbeRole.None || IsAboutNeighbor(one.Trail, known)));
        return new ProbeTrails(request, reply, [.. others.Select(one => one.Trail)], recognition) { Flow = roles.FindAll(one => one.Role != ProbeRole.None) };
    }

    /// <summary>Whether two addresses are the same, whatever their scopes.</summary>
    internal static bool IsSame(IPAddress? one, IPAddress? other) =>
        one is not null && other is not null && one.GetAddressBytes().AsSpan().SequenceEqual(other.GetAddressBytes());

    /// <summary>What it is at any hop, since only there its ends may be those that are known.</summary>
    private static ProbeRole RoleOf(PacketTrail trail, ProbeRecognition recognition)
    {
        var roles = trail.Hops.Select(hop => recognition.RoleOf(hop.Packet)).Where(role => role != ProbeRole.None).ToList();
        return roles.Count == 0 ? ProbeRole.None : roles.Contains(ProbeRole.Reply) ? ProbeRole.Reply : roles[0];
    }

    private static bool IsAnswer(PacketTrail trail, ProbeRole role, ProbeAnswer? answer) => answer switch
    {
        { IcmpType: { } type } => role == ProbeRole.Error && trail.Hops[^1].Packet.IcmpType == type && trail.Hops[^1].Packet.IcmpCode == answer.IcmpCode,
        { Sending: > 0 and var number } => role == ProbeRole.Reply && trail.Hops[0].Packet.IcmpSequence == number,
        // An answer that did not get through is seen all the same.
        _ => role == ProbeRole.Reply,
    };

    private static bool IsAnsweredBy(NetPacket request, NetPacket reply)
    {
        (request, reply) = (PacketIdentity.Carried(request), PacketIdentity.Carried(reply));
        return request.TcpSequence is { } sequence ? reply.TcpAcknowledgment == sequence + 1 : request.IcmpSequence == reply.IcmpSequence;
    }

    private static bool IsAboutNeighbor(PacketTrail trail, HashSet<IPAddress> known)
    {
        var packet = trail.Hops[0].Packet;
        if (packet.ArpOperation is not null)
            return known.Contains(packet.ArpSenderAddress!) || known.Contains(packet.ArpTargetAddress!);
        return packet.NeighborTarget is { } target
            && (known.Contains(target) || known.Contains(packet.SourceAddress!) || known.Contains(packet.DestinationAddress!));
    }
}
