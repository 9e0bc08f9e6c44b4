using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>An interface of a broadcast domain whose namespace has an address, and whether it answers who asks for it there.</summary>
/// <param name="At">The interface.</param>
/// <param name="Mute">Why it does not answer; null: it does.</param>
/// <param name="Fix">What would make it answer.</param>
internal sealed record Responder(SegmentEnd At, string? Mute = null, string? Fix = null)
{
    /// <summary>Those of a segment for an address, each namespace once.</summary>
    internal static IReadOnlyList<Responder> In(Segment segment, IPAddress address)
    {
        var found = new List<Responder>();
        foreach (var group in segment.Others.Where(other => !ReferenceEquals(other.End.Space, segment.From.Space)).GroupBy(other => other.End.Space))
        {
            var all = group.Select(end => Of(end, address)).OfType<Responder>().ToList();
            if ((all.FirstOrDefault(responder => responder.Mute is null && HasItself(responder.At.End, address))
                ?? all.FirstOrDefault(responder => responder.Mute is null) ?? all.FirstOrDefault()) is { } best)
            {
                found.Add(best);
            }
        }
        return found;
    }

    private static bool HasItself(PathEnd end, IPAddress address) =>
        end.Space.Addresses.Any(own => own.InterfaceIndex == end.Link.Index && own.Address.Address.Equals(PathSpace.Plain(address)));

    private static Responder? Of(SegmentEnd at, IPAddress address)
    {
        var (end, space) = (at.End, at.End.Space);
        var isOn = HasItself(end, address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (!isOn)
                return null;
            var own = space.Addresses.First(one => one.InterfaceIndex == end.Link.Index && one.Address.Address.Equals(PathSpace.Plain(address)));
            return own.Flags.HasFlag(AddressFlags.DuplicateDetected) ? new Responder(at, $"{address} on {end} is a duplicate (dadfailed), and not used") : Checked(at);
        }
        if (!isOn && space.Own(address) is null)
            return Proxies(at, address) ? Checked(at) : null;
        if (!isOn && space.Own(address) is { } elsewhere && space.Link(elsewhere.InterfaceIndex)?.IsUp != true)
            return null;
        var ignore = space.Largest("arp_ignore", end.Name);
        if (ignore == 8 || (ignore is 1 or 2 && !isOn))
            return new Responder(at, $"arp_ignore is {ignore} for {end}: it does not answer for {address}", Repair.Inside(space, IgnoreKeys(space, end).Select(key => Repair.Setting(key, "0"))));
        return Checked(at);
    }

    private static Responder Checked(SegmentEnd at) => at.End.IsWithoutArp
        ? new Responder(at, $"{at.End} neither asks nor answers (NOARP)", Repair.Inside(at.End.Space, $"ip link set {Repair.Word(at.End.Name)} arp on"))
        : new Responder(at);

    private static IEnumerable<string> IgnoreKeys(PathSpace space, PathEnd end) =>
        new[] { "ipv4/conf/all/arp_ignore", $"ipv4/conf/{end.Name}/arp_ignore" }.Where(key => space.Number(key) != 0);

    /// <summary>Proxy ARP: it answers for what it would pass on by another interface.</summary>
    private static bool Proxies(SegmentEnd at, IPAddress address)
    {
        var (end, space) = (at.End, at.End.Space);
        return space.Largest("proxy_arp", end.Name) != 0 && space.Number($"ipv4/conf/{end.Name}/forwarding") != 0
            && space.Lookup(new RouteQuery(address)) is { Way: { Type: RouteType.Unicast } way } && way.InterfaceIndex != end.Link.Index;
    }
}
