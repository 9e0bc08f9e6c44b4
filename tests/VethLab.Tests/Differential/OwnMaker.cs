using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Routes;

namespace VethLab.Tests.Differential;

/// <summary>Makes a set-up with VethLab's operations. What VethLab refuses is passed over; ip must be refused the same.</summary>
internal sealed class OwnMaker(OwnSetup setup, IReadOnlyList<NamespaceSession> sessions)
{
    private readonly Layout layout = setup.Layout;

    internal int Refused { get; private set; }

    internal void Make()
    {
        for (var i = 0; i < setup.Bridges.Length; i++)
            Add(i, setup.Bridges[i]);
        for (var i = 0; i < setup.Pairs.Length; i++)
            Add(setup.Bridges.Length + i, setup.Pairs[i]);
        foreach (var address in setup.Addresses)
            On(address.Interface, (session, name) => AddressOperations.PlanAdd(session, name, AddressText.ParsePrefix(address.Prefix)));
        foreach (var route in setup.Routes)
            Add(route);
        foreach (var neighbor in setup.Neighbors)
        {
            _ = MacAddress.TryParse(neighbor.MacAddress, out var mac);
            On(neighbor.Interface, (session, name) => NeighborOperations.PlanAdd(session, name, AddressText.ParseAddress(neighbor.Address), mac));
        }
        foreach (var change in setup.SafeChanges)
            On(change.Interface, (session, name) => InterfaceOperations.PlanChange(session, name, Describe(change)));
    }

    private void Try(Func<Plan> plan)
    {
        try
        {
            plan().Run();
        }
        catch (NetworkException)
        {
            Refused++;
        }
    }

    private void On(int number, Func<NamespaceSession, string, Plan> plan)
    {
        var port = layout[number];
        Try(() => plan(sessions[port.Place], port.Name));
    }

    private void Add(int link, OwnBridge bridge)
    {
        var port = layout.Of(link);
        var session = sessions[port.Place];
        BridgeOperations.PlanCreate(session, new BridgeDescription(port.Name)
        {
            IPAddress = Prefixes(bridge.Addresses),
            MacAddress = Mac(link, isPeer: false),
            Mtu = bridge.Mtu,
            Stp = bridge.Stp,
            Down = bridge.Down,
        }).Run();
        BridgeOperations.PlanChange(session, port.Name, new BridgeChange
        {
            ForwardDelay = Time(bridge.ForwardDelay),
            AgeingTime = Time(bridge.AgeingTime),
            MulticastSnooping = bridge.Snooping,
        }).Run();
    }

    private void Add(int link, OwnPair pair)
    {
        var (end, peer) = (layout.Of(link), layout.Of(link, isPeer: true));
        VethOperations.PlanCreate(new VethDescription(
            new VethEndDescription(sessions[end.Place], end.Name) { IPAddress = Prefixes(pair.Addresses), MacAddress = Mac(link, isPeer: false) },
            new VethEndDescription(sessions[peer.Place], peer.Name) { IPAddress = Prefixes(pair.PeerAddresses), MacAddress = Mac(link, isPeer: true) })
        {
            Mtu = pair.Mtu,
            Down = pair.Down,
            Gateway = pair.Gateway is null ? null : AddressText.ParseAddress(pair.Gateway),
        }).Run();
        if (pair.Bridge is { } number && layout.Pick(number, end.Place, int.MaxValue, LinkType.Bridge) is { } bridge)
            BridgeOperations.PlanAddPort(sessions[end.Place], bridge.Name, end.Name).Run();
    }

    private void Add(OwnRoute route)
    {
        var place = route.Place % setup.Places;
        var type = Enum.Parse<RouteType>(route.Type);
        var here = layout.In(place).ToList();
        Try(() => RouteOperations.PlanAdd(sessions[place], new RouteDescription(AddressText.ParseNetwork(route.Destination))
        {
            Type = type,
            Metric = (uint)route.Metric,
            Table = (uint)route.Table,
            Hops = type != RouteType.Unicast ? [] :
            [
                .. route.Hops.Select(hop => new HopDescription
                {
                    NextHop = hop.Gateway is null ? null : AddressText.ParseAddress(hop.Gateway),
                    InterfaceAlias = here[hop.Interface % here.Count].Name,
                    Weight = route.Hops.Length > 1 ? hop.Weight : 1,
                    OnLink = hop.OnLink,
                }),
            ],
        }));
    }

    private static InterfaceChange Describe(OwnChange change) => change.What switch
    {
        "mtu" => new InterfaceChange { Mtu = int.Parse(change.Value, System.Globalization.CultureInfo.InvariantCulture) },
        "alias" => new InterfaceChange { Alias = change.Value },
        "address" => new InterfaceChange { MacAddress = MacAddress.TryParse(change.Value, out var mac) ? mac : null },
        _ => new InterfaceChange { Up = true },
    };

    private static TimeSpan? Time(int? hundredths) => hundredths is { } some ? TimeSpan.FromMilliseconds(10 * some) : null;

    private static List<IPPrefix> Prefixes(string[] texts) => texts.Select(text => AddressText.ParsePrefix(text)).ToList();

    private static MacAddress Mac(int link, bool isPeer) => MacAddress.TryParse(OwnSetup.MacOf(link, isPeer), out var mac) ? mac : default;
}
