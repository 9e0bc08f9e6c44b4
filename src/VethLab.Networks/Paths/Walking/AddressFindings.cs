using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>What is said where an address is lacking.</summary>
internal static class AddressFindings
{
    /// <summary>The destination should be on the link, nobody has its address, and there is one who has none of the family: false where it is not so.</summary>
    internal static bool Bare(WalkContext context, Departure departure, Segment segment)
    {
        var family = context.Packet.Family;
        var own = departure.Out.AddressesOf(family).Select(address => address.Address).FirstOrDefault(address => address.Contains(departure.NextHop));
        var without = segment.Others.Select(other => other.End).Where(end => !ReferenceEquals(end.Space, departure.Out.Space) && !end.Space.AddressesOf(family).Any()).ToList();
        if (departure.IsByGateway || without is not [var bare] || own is null)
            return false;
        var gateway = Repair.GatewayBack(context, bare);
        var give = $"New-NetIPAddress {new IPPrefix(PathSpace.Plain(departure.NextHop), own.Length)} {Repair.Word(bare.Name)}{Repair.On(bare.Space)}{(gateway is null ? "" : $" -DefaultGateway {gateway}")}";
        // IPv6 forgets the addresses of an interface that goes down.
        if (bare.Link.IsUp)
            context.Report.Certain(PathCause.NoAddress, $"{Nobody(departure)}; {bare} has no {Name(family)} address", give);
        else
            context.Report.Certain(PathCause.LinkDown, $"{Nobody(departure)}; {bare} is down, and has no {Name(family)} address", Repair.Join(Repair.Up(bare), give));
        return true;
    }

    /// <summary>Nobody in the broadcast domain has the next hop's address, and that is all there is to say.</summary>
    internal static void Unanswered(WalkContext context, Departure departure, Segment segment)
    {
        var family = context.Packet.Family;
        var own = departure.Out.AddressesOf(family).Select(address => address.Address).FirstOrDefault(address => address.Contains(departure.NextHop));
        var bridge = segment.Others.Select(other => other.End).FirstOrDefault(end => !ReferenceEquals(end.Space, departure.Out.Space) && end.IsBridge && !end.AddressesOf(family).Any());
        context.Report.Certain(
            PathCause.NeighborNotAnswering, Nobody(departure),
            bridge is null || own is null || !departure.IsByGateway ? null : $"New-NetIPAddress {new IPPrefix(PathSpace.Plain(departure.NextHop), own.Length)} {Repair.Word(bridge.Name)}{Repair.On(bridge.Space)}");
    }

    private static string Nobody(Departure departure) => $"nobody in the broadcast domain of {departure.Out} has {departure.NextHop}";

    /// <summary>The namespace that is to send has no address of the family.</summary>
    internal static void Nowhere(WalkContext context, PathSpace space)
    {
        var family = context.Packet.Family;
        var link = PrefixFindings.Ends(space).FirstOrDefault();
        context.Report.Certain(
            PathCause.NoAddress, $"{space.Description} has no {Name(family)} address{(link is null ? ", and no interface but its loopback" : $": {link.Name} has none")}", link is null ? null : Complete(context, link));
    }

    /// <summary>The steps that give an interface what it lacks to reach the destination: an address that is free, and a default route.</summary>
    internal static string? Complete(WalkContext context, PathEnd link)
    {
        var (space, destination) = (link.Space, context.Packet.Destination);
        var segment = context.SegmentOf(link);
        var routers = RouterCandidate.In(segment, destination).ToList();
        var own = link.AddressesOf(destination.AddressFamily).Select(address => address.Address).FirstOrDefault();
        if (own is null)
        {
            if (routers.Count == 0 || Free(context.Spaces, routers[0].Address) is not { } free)
                return null;
            return $"New-NetIPAddress {free} {Repair.Word(link.Name)}{Repair.On(space)}{(free.Contains(destination) ? "" : $" -DefaultGateway {routers[0].Address.Address}")}";
        }
        if (own.Contains(destination) || routers.Find(router => own.Contains(router.Address.Address)) is not { } next)
            return null;
        return $"New-NetRoute {(own.Family == AddressFamily.InterNetworkV6 ? "::/0" : "0.0.0.0/0")} {next.Address.Address}{Repair.On(space)}";
    }

    /// <summary>The first address of a network that nobody who is known has.</summary>
    private static IPPrefix? Free(PathSpaces spaces, IPPrefix network)
    {
        var bytes = network.Network.Address.GetAddressBytes();
        for (var i = 0; i < 1000; i++)
        {
            for (var at = bytes.Length - 1; at >= 0 && ++bytes[at] == 0; at--)
            {
            }
            var address = new IPAddress(bytes);
            if (!network.Contains(address) || address.Equals(network.Broadcast))
                return null;
            if (!spaces.OwnersOf(address).Any())
                return new IPPrefix(address, network.Length);
        }
        return null;
    }

    internal static string Name(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
}
