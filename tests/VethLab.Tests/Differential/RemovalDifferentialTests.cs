using System.Text.RegularExpressions;
using CsCheck;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Routes;
using VethLab.Tests.Support;

namespace VethLab.Tests.Differential;

/// <summary>
/// Every route, address and neighbour of random set-ups that ip made can be removed alone, and a removal can be undone, after which ip shows what
/// it showed before, with what VethLab itself does not show: preferences, metrics, encapsulations.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class RemovalDifferentialTests
{
    private int routes, addresses, neighbors;

    [Fact]
    public void What_is_removed_is_gone_alone_and_comes_back_as_it_was()
    {
        var made = RandomSetups.Run(
            SetupGenerator.Any.Select(setup => setup with { Routes = setup.Routes.Where(route => !ForbidsNeighbors(route) && !IsMixedUp(route)).ToArray() }),
            RandomSetups.Count / 2,
            setup =>
            {
                using var places = new Places(setup.Places);
                Tools.Run(IpMaker.Write(setup, places.Names).ToString());
                var before = Shown(places);
                foreach (var session in places.Sessions)
                    TakeEach(session);
                AssertSame(before, Shown(places));
            },
            setup => $"{IpMaker.Write(setup, ["ns1", "ns2", "ns3"])}");

        Assert.True(made >= RandomSetups.Count / 2, $"{made} set-ups");
        Assert.True(routes > made / 2 && addresses > made && neighbors > made / 2, $"{routes} routes, {addresses} addresses, {neighbors} neighbours");
    }

    /// <summary>The kernel takes no gateway that such a route makes an address of this host, so what had one before it could not be made again.</summary>
    private static bool ForbidsNeighbors(RouteSpec route) => route.Type is "local" or "broadcast" or "anycast";

    /// <summary>
    /// IPv4 routes without metrics get those of another route by the same next hop object when they are made after it (fib_find_info_nh compares
    /// none), so that their order would matter.
    /// </summary>
    private static bool IsMixedUp(RouteSpec route) => route.NextHopId is not null
        && route.Options.Any(word => word.Split(' ')[0] is "mtu" or "hoplimit" or "initcwnd" or "congctl" or "realm" or "ttl-propagate" or "encap");

    private void TakeEach(NamespaceSession session)
    {
        foreach (var route in Routes(session))
        {
            Interlocked.Increment(ref routes);
            Take(RouteOperations.PlanRemove(session, route), route, () => Routes(session));
        }
        foreach (var neighbor in Neighbors(session))
        {
            Interlocked.Increment(ref neighbors);
            Take(
                NeighborOperations.PlanRemove(session, neighbor.InterfaceAlias, AddressText.ParseAddress(neighbor.IPAddress)), neighbor,
                () => Neighbors(session));
        }
        foreach (var address in AddressOperations.List(session).Where(address => address.Scope != "Link" && address.InterfaceAlias != "lo"))
        {
            Interlocked.Increment(ref addresses);
            var step = Assert.Single(AddressOperations.PlanRemove(session, address).Steps);
            var (before, routesBefore) = (Addresses(session), Routes(session).Select(Text).Order().ToList());
            step.Apply();
            Assert.DoesNotContain(Text(address), Addresses(session));
            step.Undo!();
            AssertSame(before, Addresses(session));
            AssertSame(routesBefore, Routes(session).Select(Text).Order());
        }
    }

    private static void Take<T>(Plan plan, T what, Func<IEnumerable<T>> list) where T : notnull
    {
        var step = Assert.Single(plan.Steps);
        var before = list().Select(Text).Order().ToList();
        step.Apply();
        var expected = before.ToList();
        Assert.True(expected.Remove(Text(what)), $"{Text(what)} is not there");
        AssertSame(expected, list().Select(Text).Order());
        step.Undo!();
        AssertSame(before, list().Select(Text).Order());
    }

    /// <summary>Routes that do not come and go by themselves.</summary>
    private static List<NetRoute> Routes(NamespaceSession session) => RouteOperations.List(session).Where(route => route.Protocol != "Kernel").ToList();

    /// <summary>Entries that nobody is asked for, and that do not grow old while one looks.</summary>
    private static List<NetNeighbor> Neighbors(NamespaceSession session) => NeighborOperations.List(session)
        .Where(entry => entry.State is NeighborState.Permanent or NeighborState.NoArp or NeighborState.Stale).ToList();

    private static List<string> Addresses(NamespaceSession session) =>
        AddressOperations.List(session).Where(address => address.Scope != "Link").Select(Text).Order().ToList();

    /// <summary>Equal but for the order, or a failure that names what is missing and what is too much.</summary>
    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (missing, more) = (expected.Order().ToList(), new List<string>());
        foreach (var line in actual)
        {
            if (!missing.Remove(line))
                more.Add(line);
        }
        Assert.True(missing.Count == 0 && more.Count == 0, $"missing:\n{string.Join('\n', missing)}\ntoo much:\n{string.Join('\n', more)}");
    }

    /// <summary>What does not change by itself.</summary>
    private static string Text<T>(T snapshot) where T : notnull
    {
        object lasting = snapshot is NetIPAddress address ? address with { Flags = address.Flags & ~DuplicateDetection } : snapshot;
        var properties = PropertyText.Of(lasting, "AddressState", "ValidLifetime", "NamespaceId").Select(property => $"{property.Key}={property.Value}");
        return Volatile().Replace(string.Join(", ", properties), "");
    }

    private const AddressFlags DuplicateDetection = AddressFlags.Tentative | AddressFlags.Optimistic | AddressFlags.DuplicateDetected;

    private static List<string> Shown(Places places) => Tools.Run(string.Concat(places.Names.Select(place =>
            $"for family in -4 -6; do nsenter --net=/run/netns/{place} ip $family -N -d route show table all; done | sed 's/^/{place} /'\n")))
        .Output.Split('\n').Where(line => !line.Contains(" proto 2 ", StringComparison.Ordinal)).Select(line => Volatile().Replace(line, "").TrimEnd()).Order().ToList();

    /// <summary>Carriers and time.</summary>
    [GeneratedRegex(@" expires \d+sec| linkdown| dead|PreferredLifetime=[1-9]\d*")]
    private static partial Regex Volatile();
}
