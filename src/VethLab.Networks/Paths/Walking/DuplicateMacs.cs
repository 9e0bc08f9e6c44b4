namespace VethLab.Networks.Paths.Walking;

/// <summary>Finds out whether frames to an interface, or the answers, may go to somebody else with the same MAC address.</summary>
internal static class DuplicateMacs
{
    internal static void Look(WalkContext context, Segment segment, PathEnd to)
    {
        foreach (var end in new[] { segment.From, to })
        {
            if (end.Link.MacAddress is not { } mac)
                continue;
            // A bridge has the address of one of its ports, which is no end of its own.
            var other = segment.Others.Select(one => one.End).Append(segment.From).FirstOrDefault(one => one != end && one.Link.MacAddress == mac && !IsSameBridge(one, end))
                ?? segment.Ports.FirstOrDefault(port => port != end && port.Link.MacAddress == mac && !IsSameBridge(port, end));
            if (other is null)
                continue;
            var changed = end.IsBridge ? other : end.Link.Index > other.Link.Index && other.IsVeth || !other.IsVeth ? end : other;
            context.Report.Certain(
                PathCause.DuplicateMac, $"{mac} is the MAC address of {end} and of {other}, in one broadcast domain",
                Repair.Join($"Set-NetInterface {Repair.Word(changed.Name)}{Repair.On(changed.Space)} -MacAddress {Linux.Route.MacAddress.Random()}", Forget(context, changed)));
            return;
        }
    }

    /// <summary>The bridge goes on taking the old address for that port's until its true owner speaks.</summary>
    private static string? Forget(WalkContext context, PathEnd changed) => context.Spaces.Peer(changed) is { Bridge: not null } port
        ? Repair.Inside(port.Space, $"ip link set {Repair.Word(port.Name)} type bridge_slave fdb_flush")
        : null;

    private static bool IsSameBridge(PathEnd one, PathEnd other) => one.Bridge == other || other.Bridge == one;
}
