using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Who gets what is sent to a next hop: the neighbour entry, and who in the broadcast domain has that address.</summary>
internal sealed class NeighborStage(WalkContext context)
{
    /// <summary>The interface that frames go to; null: there is none, which is reported, or it is not known.</summary>
    internal SegmentEnd? Resolve(Departure departure, Segment segment)
    {
        var (from, nextHop) = (departure.Out, PathSpace.Plain(departure.NextHop));
        var entry = from.Space.Neighbors.FirstOrDefault(one => one.InterfaceIndex == from.Link.Index && one.Address.Equals(nextHop));
        var responders = Responder.In(segment, nextHop);
        if (entry is { MacAddress: { } fixedMac } && entry.State.HasFlag(NeighborState.Permanent))
            return ByPermanent(departure, segment, responders, fixedMac);
        if (from.IsWithoutArp)
            return Stop(departure, entry, $"{from} neither asks nor answers (NOARP)", Repair.Inside(from.Space, $"ip link set {Repair.Word(from.Name)} arp on"));
        var answering = responders.Where(responder => responder.Mute is null).ToList();
        if (answering.Count > 1)
            return Several(departure, entry, answering);
        if (answering is [var only])
        {
            Hop(departure, entry, $"{only.At.End} has it, at {only.At.End.Link.MacAddress}", PathHopState.Passes);
            if (departure.IsOrigin && !context.IsReturn)
                SourceDuplicates(segment, only.At.End);
            DuplicateMacs.Look(context, segment, only.At.End);
            return only.At;
        }
        if (responders is [var mute, ..])
            return Stop(departure, entry, mute.Mute!, mute.Fix);
        if (segment.IsOpen)
        {
            Hop(departure, entry, "nobody who is known has it", PathHopState.Unknown);
            context.Report.HasGap = true;
            if (entry is { State: NeighborState.Failed or NeighborState.Incomplete })
                context.Report.Suspect(PathCause.NeighborNotAnswering, $"{nextHop} did not answer {from} lately ({entry.State})");
            return null;
        }
        Hop(departure, entry, "nobody has it", PathHopState.Stops);
        NeighborDiagnosis.Report(context, departure, segment);
        return null;
    }

    private SegmentEnd? Stop(Departure departure, NeighborMessage? entry, string why, string? fix)
    {
        Hop(departure, entry, why, PathHopState.Stops);
        context.Report.Certain(PathCause.NeighborNotAnswering, $"{departure.NextHop} is not found from {departure.Out}: {why}", fix);
        return null;
    }

    private SegmentEnd? ByPermanent(Departure departure, Segment segment, IReadOnlyList<Responder> responders, MacAddress mac)
    {
        var from = departure.Out;
        var target = segment.Others.FirstOrDefault(other => other.End.Link.MacAddress == mac && responders.Any(responder => responder.At == other))
            ?? segment.Others.FirstOrDefault(other => other.End.Link.MacAddress == mac);
        if (target is null && segment.IsOpen)
        {
            context.Report.Hop(from.Space, PathHopKind.Neighbor, $"{departure.NextHop}", $"{mac} (permanent), which nobody has who is known", PathHopState.Unknown);
            context.Report.HasGap = true;
            return null;
        }
        var right = responders.Count > 0 ? responders[0] : null;
        var isRight = target is not null && (right is null || right.At.End == target.End || ReferenceEquals(right.At.End.Space, target.End.Space));
        context.Report.Hop(
            from.Space, PathHopKind.Neighbor, $"{departure.NextHop}", $"{mac} (permanent), {(target is null ? "which nobody has" : $"which is {target.End}")}", isRight ? PathHopState.Passes : PathHopState.Stops);
        if (isRight)
            return target;
        context.Report.Certain(
            PathCause.NeighborNotAnswering,
            $"{from.Space.Description} has a permanent entry for {departure.NextHop} with {mac}, {(target is null ? "which nobody has" : $"which is {target.End}'s")}{(right is null ? "" : $"; {right.At.End} has the address, at {right.At.End.Link.MacAddress}")}",
            $"Remove-NetNeighbor {departure.NextHop} {Repair.Word(from.Name)}{Repair.On(from.Space)}");
        return null;
    }

    private SegmentEnd Several(Departure departure, NeighborMessage? entry, List<Responder> answering)
    {
        var present = answering.FirstOrDefault(responder => entry?.MacAddress is { } mac && responder.At.End.Link.MacAddress == mac) ?? answering[0];
        Hop(departure, entry, $"{string.Join(" and ", answering.Select(responder => $"{responder.At.End} at {responder.At.End.Link.MacAddress}"))} have it", PathHopState.Unknown);
        ReportDuplicate(departure.Out, $"{departure.NextHop}", answering.ConvertAll(responder => responder.At.End), departure.IsByGateway ? answering.Find(responder => !Forwards(responder.At.End))?.At.End : null);
        return present.At;
    }

    private bool Forwards(PathEnd end) => end.Space.Number(context.Packet.Family == AddressFamily.InterNetworkV6 ? "ipv6/conf/all/forwarding" : $"ipv4/conf/{end.Name}/forwarding") != 0;

    /// <summary>Whether somebody else has the sender's address: then answers may go there.</summary>
    private void SourceDuplicates(Segment segment, PathEnd answering)
    {
        if (context.Packet.Header.Source is not { } source || segment.From.Space.Own(source)?.InterfaceIndex != segment.From.Link.Index)
            return;
        var others = Responder.In(segment, source).Where(responder => responder.Mute is null).Select(responder => responder.At.End).ToList();
        if (others.Count > 0)
            ReportDuplicate(answering, $"{source}", [segment.From, .. others], null);
    }

    private void ReportDuplicate(PathEnd from, string address, List<PathEnd> ends, PathEnd? wrong)
    {
        wrong ??= ends[^1];
        var own = wrong.Space.Own(System.Net.IPAddress.Parse(address));
        context.Report.Certain(
            PathCause.DuplicateAddress, $"{address} is the address of {string.Join(" and of ", ends)}, in one broadcast domain",
            own is null ? null : Repair.Join(
                $"Remove-NetIPAddress {own.Address} {Repair.Word(wrong.Space.Link(own.InterfaceIndex)?.Name ?? wrong.Name)}{Repair.On(wrong.Space)}",
                // Who has asked already goes on sending there for a while.
                string.Join("; ", ends.Append(from).DistinctBy(end => end.Space).Where(end => !ReferenceEquals(end.Space, wrong.Space)).Select(end => $"Get-NetNeighbor {address}{Repair.On(end.Space)} -ErrorAction Ignore | Remove-NetNeighbor"))));
    }

    private void Hop(Departure departure, NeighborMessage? entry, string words, PathHopState state) => context.Report.Hop(
        departure.Out.Space, PathHopKind.Neighbor, $"{departure.NextHop}",
        $"{(entry is null ? "not asked for yet" : $"{(entry.MacAddress is { } mac ? $"{mac} " : "")}({$"{entry.State}".ToLowerInvariant()})")}; {words}", state);
}
