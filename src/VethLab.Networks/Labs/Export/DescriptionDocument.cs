using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Export;

/// <summary>
/// A description as a document, the way back from <see cref="LabDocument"/>: as a person would write it, without what would be so anyway, and in the
/// short forms that it is told.
/// </summary>
internal sealed class DescriptionDocument
{
    private readonly LabDescription lab;
    private readonly LabShortForms forms;

    /// <summary>What the ends' gateways say, so that routes need not.</summary>
    private readonly HashSet<(string Space, IPAddress Hop)> said = [];
    private readonly HashSet<string> counted;

    private DescriptionDocument(LabDescription lab, LabShortForms forms)
    {
        this.lab = lab;
        this.forms = forms;
        counted = forms.Stars.SelectMany(star => star.Spaces).ToHashSet();
    }

    /// <summary>As short as it can be with nothing lost. Its values have no places.</summary>
    internal static DocumentNode Of(LabDescription lab) => LabShortening.Write(lab);

    internal static DocumentNode Compose(LabDescription lab, LabShortForms forms) => new DescriptionDocument(lab, forms).Compose();

    private DocumentNode Compose()
    {
        var links = lab.Links.Where(link => !IsOfStar(link)).Select(Link).ToList();
        foreach (var link in lab.Links.Where(IsOfStar))
            _ = Gateway(link.End, link.Peer);
        return Written.Map(
        [
            ("name", Written.Single(lab.Name)),
            ("placement", lab.Placement == LabPlacement.Host ? Written.Single("Host") : null),
            ("bridges", Named(lab.Bridges.Select(bridge => (bridge.Name, Bridge(bridge))))),
            ("namespaces", Named(lab.Namespaces.Where(space => !counted.Contains(space.Name)).Select(space => (space.Name, Written.Map(Space(space, space.Name)))))),
            ("links", links.Count == 0 ? null : Written.List(links)),
            .. Host(),
            ("masquerade", Masquerade()),
            ("uplink", Uplink()),
            ("reachability", lab.Reachability.Count == 0 ? null : Written.List(Reachability())),
        ]);
    }

    private bool IsOfStar(LabLink link) => counted.Contains(link.End.Node);

    /// <summary>Named things: names alone where they have nothing else.</summary>
    private static DocumentNode? Named(IEnumerable<(string Name, DocumentNode Body)> some)
    {
        var all = some.ToList();
        if (all.Count == 0)
            return null;
        return all.All(one => one.Body.Members!.Count == 0)
            ? Written.Texts(all.Select(one => one.Name))
            : Written.Map(all.Select(one => (one.Name, (DocumentNode?)one.Body)));
    }

    private DocumentNode Bridge(LabBridge bridge)
    {
        var pool = forms.PoolOf(bridge.Name);
        var star = forms.Stars.FirstOrDefault(star => star.Bridge == bridge.Name);
        return Written.Map(
        [
            ("subnet", pool is null ? null : Written.Texts(pool.Subnets)),
            ("addresses", pool is { HasAddresses: false } || (pool is null && bridge.IPAddress.Count == 0) ? null : Written.Texts(bridge.IPAddress)),
            ("gateway", pool?.Gateways is { } gateways ? Written.Texts(gateways) : null),
            ("macAddress", Mac(bridge.MacAddress)),
            ("mtu", Number(bridge.Mtu)),
            ("stp", bridge.Stp ? Written.Single(true) : null),
            ("count", Number(star?.Count)),
            ("prefix", star is null or { Prefix: "ns" } ? null : Written.Single(star.Prefix)),
        ]);
    }

    private IEnumerable<(string, DocumentNode?)> Space(LabHost host, string? name)
    {
        yield return ("addresses", host.IPAddress.Count == 0 ? null : Written.Texts(host.IPAddress));
        yield return ("forwarding", host.Forwarding ? Written.Single(true) : null);
        yield return ("sysctls", host.Sysctls.Count == 0 ? null : Written.Map(host.Sysctls.Select(sysctl => (KeyOf(sysctl.Key), (DocumentNode?)ValueOf(sysctl.Value)))));
        var routes = host.Routes.Where(route => name is null || !IsSaid(name, route)).Select(Route).ToList();
        yield return ("routes", routes.Count == 0 ? null : Written.List(routes));
        yield return ("firewall", host.Firewall is { } firewall ? FirewallDocument.Of(firewall, name is null ? lab.Host.Forwarding : host.Forwarding) : null);
        yield return ("commands", host.Commands.Count == 0 ? null : Written.List(host.Commands.Select(Command)));
    }

    private static DocumentNode Command(LabCommand command) => command == new LabCommand(command.Run) ? Written.Single(command.Run) : Written.Map(
    [
        ("run", Written.Single(command.Run)),
        ("wait", command.Wait ? Written.Single(true) : null),
        ("name", command.Name is null ? null : Written.Single(command.Name)),
        ("env", command.Environment.Count == 0 ? null : Written.Map(command.Environment.Select(variable => (variable.Name, (DocumentNode?)Written.Single(variable.Value))))),
        ("log", command.Log is null ? null : Written.Single(command.Log)),
    ]);

    private IEnumerable<(string, DocumentNode?)> Host() => Space(
        // Masquerading and an uplink bring it along.
        lab.Host with { Forwarding = lab.Host.Forwarding && lab.Masquerade.Count == 0 && lab.Uplink is null }, null);

    private bool IsSaid(string space, LabRoute route) => route is { Destination.Length: 0, Metric: 0, NextHop: { } hop } && said.Contains((space, hop));

    private static string KeyOf(string key) => key.Contains('.', StringComparison.Ordinal) ? $"net/{key}" : $"net.{key.Replace('/', '.')}";

    private static DocumentNode ValueOf(string value) =>
        Written.Single(long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == value ? number : value);

    private static DocumentNode Route(LabRoute route)
    {
        var isDefault = route.Destination.Length == 0 && (route.Destination.Family == AddressFamily.InterNetwork || route.NextHop is not null);
        return Written.Map(
        [
            ("destination", Written.Single(isDefault ? "default" : $"{route.Destination}")),
            ("nextHop", route.NextHop is null ? null : Written.Single($"{route.NextHop}")),
            ("interface", route.InterfaceAlias is null ? null : Written.Single(route.InterfaceAlias)),
            ("metric", route.Metric == 0 ? null : Written.Single((long)route.Metric)),
        ]);
    }

    private DocumentNode Link(LabLink link) => Written.Map(
    [
        ("ends", Written.List([End(link.End, link.Peer), End(link.Peer, link.End)])),
        ("mtu", Number(link.Mtu)),
    ]);

    private DocumentNode End(LabEnd end, LabEnd other)
    {
        var name = forms.Nameless.Contains(PlaceOf(end)) ? null : end.Name;
        var isPooled = PoolBehind(end, other) is not null;
        var more = new (string, DocumentNode?)[]
        {
            ("addresses", isPooled || (end.IPAddress.Count == 0 && !(end.Kind != LabNodeKind.Bridge && other.Kind == LabNodeKind.Bridge && forms.PoolOf(other.Node) is not null)) ? null : Written.Texts(end.IPAddress)),
            ("gateway", Gateway(end, other)),
            ("macAddress", Mac(end.MacAddress)),
            ("mtu", Number(end.Mtu)),
        };
        // A namespace's name may have colons.
        return more.All(member => member.Item2 is null) && !(name is null && end.Node.Contains(':', StringComparison.Ordinal))
            ? Written.Single(name is null ? end.Node : $"{end.Node}:{name}")
            : Written.Map([("node", Written.Single(end.Node)), ("interface", name is null ? null : Written.Single(name)), .. more]);
    }

    internal static string PlaceOf(LabEnd end) => end.Kind == LabNodeKind.Bridge ? string.Empty : end.Node;

    /// <summary>What an end's addresses are handed out from; null: they are written.</summary>
    private LabPool? PoolBehind(LabEnd end, LabEnd other)
    {
        if (end.Kind == LabNodeKind.Bridge || other.Kind != LabNodeKind.Bridge || forms.PoolOf(other.Node) is not { } pool)
            return null;
        return pool.Written.Contains($"{end.Node}:{end.Name}") ? null : pool;
    }

    /// <summary>The next hops of the namespace's default routes that an end is the way to, where these are not handed out with its addresses.</summary>
    private DocumentNode? Gateway(LabEnd end, LabEnd other)
    {
        if (end.Kind != LabNodeKind.Namespace || lab.Namespaces.FirstOrDefault(space => space.Name == end.Node) is not { } space)
            return null;
        var pool = PoolBehind(end, other);
        if (pool is null && !forms.Gateways)
            return null;
        var hops = space.Routes
            .Where(route => route is { Destination.Length: 0, Metric: 0, NextHop: { IsIPv6LinkLocal: false } hop } && (route.InterfaceAlias is null || route.InterfaceAlias == end.Name)
                && end.IPAddress.Any(address => address.Contains(hop)) && !said.Contains((space.Name, hop)))
            .Select(route => route.NextHop!).ToList();
        var known = space.Routes.Where(route => route.Destination.Length == 0 && route.NextHop is { } hop && !hops.Contains(hop)).Select(route => route.Destination.Family).ToHashSet();
        foreach (var hop in hops)
            said.Add((space.Name, hop));
        if (pool is null)
            return hops.Count == 0 ? null : Written.Texts(hops);
        var offered = (pool.Gateways ?? lab.Bridges.First(bridge => bridge.Name == other.Node).IPAddress.Select(address => address.Address))
            .GroupBy(hop => hop.AddressFamily).Select(family => family.First())
            .Where(hop => !known.Contains(hop.AddressFamily) && end.IPAddress.Any(address => address.Family == hop.AddressFamily));
        return offered.ToHashSet().SetEquals(hops) ? null : Written.Texts(hops);
    }

    private DocumentNode? Masquerade()
    {
        if (lab.Masquerade.Count == 0)
            return null;
        var networks = lab.Bridges.SelectMany(bridge => bridge.IPAddress).Where(address => address.Family == AddressFamily.InterNetwork).Select(address => address.Network);
        return networks.ToHashSet().SetEquals(lab.Masquerade) ? Written.Single(true) : Written.Texts(lab.Masquerade);
    }

    private DocumentNode? Uplink()
    {
        if (lab.Uplink is not { } uplink)
            return null;
        var isNamed = uplink.InterfaceAlias != LabCompletion.UplinkInterfaceOf(lab.Name);
        if (!isNamed && uplink.Network is null)
            return lab.Masquerade.Count > 0 ? null : Written.Single(true);
        return Written.Map(
        [
            ("interface", isNamed ? Written.Single(uplink.InterfaceAlias) : null),
            ("network", uplink.Network is null ? null : Written.Single($"{uplink.Network}")),
        ]);
    }

    private IEnumerable<DocumentNode> Reachability()
    {
        // Those who shall reach the same together.
        var lines = lab.Reachability.GroupBy(one => (one.From, one.Reaches)).Select(group => (group.Key.From, group.Key.Reaches, To: group.Select(one => one.To).ToSnapshotList()));
        foreach (var group in lines.GroupBy(line => (line.Reaches, line.To)))
        {
            yield return Written.Map(
            [
                ("from", Written.Texts(group.Select(line => line.From))),
                ("to", Written.Texts(group.Key.To)),
                ("reachable", group.Key.Reaches ? null : Written.Single(false)),
            ]);
        }
    }

    private static DocumentNode? Mac(MacAddress? mac) => mac is { } address ? Written.Single($"{address}") : null;

    private static DocumentNode? Number(int? number) => number is { } value ? Written.Single((long)value) : null;
}
