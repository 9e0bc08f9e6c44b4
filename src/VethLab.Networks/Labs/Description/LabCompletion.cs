using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>Fills in what a draft leaves out: names of interfaces, addresses from bridges' subnets, default routes, networks to masquerade.</summary>
internal sealed class LabCompletion(LabDraft draft, LabProblems problems)
{
    /// <summary>The lab's end of its uplink.</summary>
    internal const string UplinkName = "uplink";

    internal void Complete()
    {
        NameEnds();
        HandOutAddresses();
        foreach (var link in draft.Links)
        {
            GiveGateways(link.Ends[0]);
            GiveGateways(link.Ends[1]);
        }
        CompleteMasquerade();
        if (draft.Uplink is { InterfaceAlias.Length: 0 } uplink && draft.Name.Length > 0)
            draft.Uplink = uplink with { InterfaceAlias = UplinkInterfaceOf(draft.Name) };
    }

    /// <summary>What the uplink's end in the namespace where a lab is made is called, unless somebody says otherwise.</summary>
    internal static string UplinkInterfaceOf(string lab) => $"vl-{LabMark.Of(lab).Group & 0xffffff:x6}";

    /// <summary>In a namespace eth0, eth1 …; where the bridges live veth01, veth02 …, by the link's place among all.</summary>
    private void NameEnds()
    {
        var digits = Math.Max(2, draft.Links.Count.ToString(CultureInfo.InvariantCulture).Length);
        var used = new HashSet<(string Place, string Name)>();
        foreach (var end in draft.Links.SelectMany(link => link.Ends).Where(end => end.Name.Length > 0))
            used.Add((PlaceOf(end), end.Name));
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < draft.Links.Count; i++)
        {
            foreach (var end in draft.Links[i].Ends.Where(end => end.Name.Length == 0))
            {
                var place = PlaceOf(end);
                if (end.Kind == LabNodeKind.Namespace)
                {
                    var number = counts.GetValueOrDefault(place);
                    while (!used.Add((place, end.Name = $"eth{number}")))
                        number++;
                    counts[place] = number + 1;
                }
                else
                {
                    end.Name = $"veth{(i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
                    if (!used.Add((place, end.Name)))
                        end.Name += "b";
                }
            }
        }
    }

    /// <summary>Names of interfaces are unique within this.</summary>
    internal static string PlaceOf(DraftEnd end) => end.Kind switch
    {
        LabNodeKind.Namespace => "namespace " + end.Node,
        LabNodeKind.Here => "here",
        _ => "bridges",
    };

    private void HandOutAddresses()
    {
        var written = draft.Bridges.SelectMany(bridge => bridge.Addresses ?? [])
            .Concat(draft.Links.SelectMany(link => link.Ends).SelectMany(end => end.Addresses ?? []))
            .Concat(draft.Bridges.SelectMany(bridge => bridge.Gateways ?? []).Select(hop => new Written<IPPrefix>(new IPPrefix(hop.Value, IPPrefix.BitsOf(hop.Value)), hop.At)))
            .Select(address => address.Value.Address).ToList();
        foreach (var bridge in draft.Bridges)
        {
            var pools = bridge.Subnets.Select(subnet => new Written<SubnetAddresses>(new SubnetAddresses(subnet.Value, written), subnet.At)).ToList();
            // Where somebody else is the gateway, the bridge itself needs no address.
            if (bridge.Addresses is null && bridge.Gateways is null)
                bridge.Addresses = pools.Select(pool => pool.Value.Next() is { } address ? new Written<IPPrefix>(address, pool.At) : null).OfType<Written<IPPrefix>>().ToList();
            bridge.Addresses ??= [];

            var exhausted = new HashSet<DocumentNode>();
            foreach (var link in draft.Links)
            {
                for (var i = 0; i < 2; i++)
                {
                    var (end, other) = (link.Ends[i], link.Ends[1 - i]);
                    if (other.Kind != LabNodeKind.Bridge || other.Node != bridge.Name || end.Kind == LabNodeKind.Bridge || end.Addresses is not null || pools.Count == 0)
                        continue;
                    end.Addresses = [];
                    foreach (var (addresses, at) in pools)
                    {
                        if (addresses.Next() is { } address)
                            end.Addresses.Add(new Written<IPPrefix>(address, end.At));
                        else if (exhausted.Add(at))
                            problems.Add(at, $"{addresses.Network} has no address left for {end.Node}", "Take a larger subnet: a smaller prefix length.", NetworkError.InvalidPrefixLength);
                    }
                    end.Gateways ??= end.Kind == LabNodeKind.Namespace ? GatewaysOf(bridge, end) : null;
                }
            }
        }
        foreach (var end in draft.Links.SelectMany(link => link.Ends))
            end.Addresses ??= [];
    }

    /// <summary>The first of each family, where the namespace has no default route of that family so far.</summary>
    private List<Written<IPAddress>> GatewaysOf(DraftBridge bridge, DraftEnd end)
    {
        var offered = bridge.Gateways?.Select(hop => hop.Value) ?? bridge.Addresses!.Select(address => address.Value.Address);
        var gateways = new List<Written<IPAddress>>();
        foreach (var hop in offered.Where(hop => !HasDefault(end.Node, hop.AddressFamily) && end.Addresses!.Any(address => address.Value.Family == hop.AddressFamily)))
        {
            if (!gateways.Any(other => other.Value.AddressFamily == hop.AddressFamily))
                gateways.Add(new Written<IPAddress>(hop, end.At));
        }
        return gateways;
    }

    private bool HasDefault(string space, AddressFamily family) =>
        draft.Space(space)?.Routes.Any(route => IsDefault(route.Value, family)) == true
        || draft.EndsIn(space).Any(end => end.Gateways?.Any(hop => hop.Value.AddressFamily == family) == true);

    internal static bool IsDefault(LabRoute route, AddressFamily family) => route.Destination.Length == 0 && route.Destination.Family == family;

    /// <summary>A gateway becomes a default route of its namespace, once it is known to be a neighbour.</summary>
    private void GiveGateways(DraftEnd end)
    {
        foreach (var gateway in end.Gateways ?? [])
        {
            var host = end.Kind == LabNodeKind.Namespace ? draft.Space(end.Node) : null;
            if (host is null)
            {
                problems.Add(
                    gateway.At, $"a gateway is possible in a namespace of the lab only, not {(end.Kind == LabNodeKind.Here ? "here" : $"at a port of {end.Node}")}",
                    "Leave it out.");
                continue;
            }
            if (!problems.Try(gateway.At, () => Routes.RouteOperations.CheckGateway(gateway.Value, end.Addresses!.Select(address => address.Value).ToList(), end.Name)))
                continue;
            var any = gateway.Value.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
            host.Routes.Add(new Written<LabRoute>(
                new LabRoute(new IPPrefix(any, 0)) { NextHop = gateway.Value, InterfaceAlias = end.Name }, gateway.At));
        }
    }

    private void CompleteMasquerade()
    {
        if (draft.MasqueradeAt is not { } at)
            return;
        if (draft.Masquerade.Count == 0)
        {
            draft.Masquerade.AddRange(draft.Bridges.SelectMany(bridge => bridge.Addresses!).Where(address => address.Value.Family == AddressFamily.InterNetwork)
                .Select(address => new Written<IPPrefix>(address.Value.Network, at)).DistinctBy(network => network.Value));
        }
        if (draft.Masquerade.Count == 0)
            problems.Add(at, "no bridge has an IPv4 address, so it is not known what to masquerade", "Give a bridge a subnet, or name the networks here.", NetworkError.SubnetNotFound);
        if (draft.Placement == LabPlacement.Namespace)
            draft.Uplink ??= new LabUplink { InterfaceAlias = string.Empty };
    }
}
