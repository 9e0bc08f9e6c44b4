using System.Globalization;
using System.Net;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Errors;

namespace VethLab.Networks.Labs.Description;

/// <summary>Reads what was written into a draft: keys, kinds of values, and each value by itself. How they fit together is checked later.</summary>
internal sealed class LabDraftReader(LabProblems problems)
{
    /// <summary>A bridge for which namespaces are to be made, each with a link to it.</summary>
    private sealed record Star(DraftBridge Bridge, DocumentNode At, int Count, string Prefix);

    internal LabDraft? Read(DocumentNode root, string? givenName)
    {
        if (DocumentMap.Of(root, problems, LabKeys.Lab) is not { } map)
            return null;
        var name = givenName ?? map.Text("name");
        if (name is null && map["name"] is null)
            problems.Add(root, "the lab has no name", "Give it one with the key 'name', or with -Name.");
        else if (name is not null)
            _ = problems.Try(map["name"] ?? root, () => LabName.Check(name));

        var draft = new LabDraft(root, name ?? string.Empty) { Placement = Placement(map) };
        foreach (var space in map.Named("namespaces"))
        {
            if (DocumentMap.Of(space.Value, problems, LabKeys.Namespace) is { } body)
                draft.Namespaces.Add(Host(body, space.Key));
        }
        var stars = new List<Star>();
        foreach (var bridge in map.Named("bridges"))
        {
            if (DocumentMap.Of(bridge.Value, problems, LabKeys.Bridge) is not { } body)
                continue;
            draft.Bridges.Add(Bridge(body, bridge.Key));
            // A bridge has at most 1,023 ports.
            if (body.Number("count", 0, 1023) is { } count)
                stars.Add(new Star(draft.Bridges[^1], body["count"]!, count, body.Text("prefix") ?? "ns"));
            else if (body["prefix"] is { } prefix && body["count"] is null)
                problems.Add(prefix, "a prefix is for namespaces that 'count' makes", "Give 'count' as well, or leave it out.");
        }
        draft.Host = Host(map, string.Empty);
        foreach (var node in map.List("links") ?? [])
            ReadLink(node, draft);
        foreach (var star in stars)
            AddStar(draft, star);
        ReadMasquerade(map, draft);
        ReadUplink(map, draft);
        foreach (var node in map.List("reachability") ?? [])
            ReadExpectation(node, draft);
        return draft;
    }

    private LabPlacement Placement(DocumentMap map)
    {
        if (map.Text("placement") is not { } text)
            return LabPlacement.Namespace;
        // Enum.TryParse would take numbers as well.
        foreach (var placement in Enum.GetValues<LabPlacement>())
        {
            if (string.Equals(placement.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return placement;
        }
        problems.Add(map["placement"]!, $"'{text}' is no placement", "It is Namespace (a namespace of the lab's own) or Host (here).");
        return LabPlacement.Namespace;
    }

    private DraftHost Host(DocumentMap map, string name)
    {
        var host = new DraftHost(map.Node, name) { Forwarding = map.Flag("forwarding") };
        if (map["addresses"] is not null)
            host.Addresses.AddRange(Prefixes(map, "addresses"));
        if (map["sysctls"] is { } sysctls && sysctls.Members is null)
            problems.Add(sysctls, $"a map is expected, this is {sysctls.Kind}", "Write names and values: @{ 'net.ipv4.conf.all.rp_filter' = 0 }.");
        foreach (var member in map["sysctls"]?.Members ?? [])
        {
            if (Sysctl(member) is { } sysctl)
                host.Sysctls.Add(new Written<LabSysctl>(sysctl, member.Value));
        }
        foreach (var node in map.List("routes") ?? [])
        {
            if (Route(node) is { } route)
                host.Routes.Add(new Written<LabRoute>(route, node));
        }
        host.Firewall = new LabFirewallReader(problems).Read(map);
        host.Commands.AddRange(new LabCommandReader(problems).Read(map));
        return host;
    }

    private LabSysctl? Sysctl(DocumentMember member)
    {
        var key = member.Key.Contains('/', StringComparison.Ordinal) ? member.Key : member.Key.Replace('.', '/');
        if (!key.StartsWith("net/", StringComparison.Ordinal) || key.Split('/').Any(part => part is "" or "." or ".."))
        {
            problems.Add(
                member.Value.Path, member.Position, $"'{member.Key}' is no setting of a network",
                "Write it as sysctl does, net.ipv4.conf.all.rp_filter; with slashes where a name has dots.", NetworkError.InvalidName);
            return null;
        }
        if (member.Value is { IsMap: false, IsList: false, Value: bool flag })
            return new LabSysctl(key["net/".Length..], flag ? "1" : "0");
        return DocumentMap.TextOf(member.Value, problems) is { } value ? new LabSysctl(key["net/".Length..], value) : null;
    }

    private LabRoute? Route(DocumentNode node)
    {
        if (DocumentMap.Of(node, problems, LabKeys.Route) is not { } map)
            return null;
        var hop = Addresses(map, "nextHop")?.FirstOrDefault()?.Value;
        var destination = map.Text("destination") is { } text
            ? problems.Try(map["destination"]!, () => Network(text, hop))
            : null;
        if (destination is null)
        {
            if (map["destination"] is null)
                problems.Add(node, "the route has no destination", "Give 'destination': a network, or default.");
            return null;
        }
        return new LabRoute(destination)
        {
            NextHop = hop,
            InterfaceAlias = map.Text("interface"),
            Metric = (uint)(map.Number("metric", 0, int.MaxValue) ?? 0),
        };
    }

    private static IPPrefix Network(string text, IPAddress? hop)
    {
        if (text != "default")
            return AddressText.ParseNetwork(text);
        var any = hop?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        return new IPPrefix(any, 0);
    }

    private DraftBridge Bridge(DocumentMap map, string name)
    {
        var bridge = new DraftBridge(map.Node, name)
        {
            Addresses = map["addresses"] is null ? null : Prefixes(map, "addresses"),
            Gateways = Addresses(map, "gateway"),
            MacAddress = Mac(map),
            Mtu = map.Number("mtu", 0, int.MaxValue),
            Stp = map.Flag("stp"),
        };
        foreach (var (text, node) in map.Texts("subnet") ?? [])
        {
            if (problems.Try(node, () => AddressText.ParseNetwork(text)) is { } network)
                bridge.Subnets.Add(new Written<IPPrefix>(network, node));
        }
        return bridge;
    }

    private void ReadLink(DocumentNode node, LabDraft draft)
    {
        if (DocumentMap.Of(node, problems, LabKeys.Link) is not { } map)
            return;
        var mtu = map.Number("mtu", 0, int.MaxValue);
        if (map.List("ends") is not { Count: 2 } ends)
        {
            problems.Add(map["ends"] ?? node, "a link has two ends", "Write two: 'ns01:eth0', 'br01', or maps with node, interface, addresses.");
            return;
        }
        if (End(ends[0], draft) is { } end && End(ends[1], draft) is { } peer)
            draft.Links.Add(new DraftLink(node, end, peer) { Mtu = mtu });
    }

    private DraftEnd? End(DocumentNode node, LabDraft draft)
    {
        if (node.Value is string text)
        {
            // A namespace's name may have colons, an interface's not.
            var colon = text.LastIndexOf(':');
            return colon < 0 ? End(node, draft, text, string.Empty) : End(node, draft, text[..colon], text[(colon + 1)..]);
        }
        if (DocumentMap.Of(node, problems, LabKeys.End) is not { } map)
            return null;
        if (map.Text("node") is not { } name)
        {
            if (map["node"] is null)
                problems.Add(node, "the end has no node", "Give 'node': a namespace, a bridge, or here.");
            return null;
        }
        if (End(map["node"]!, draft, name, map.Text("interface") ?? string.Empty) is not { } known)
            return null;
        return new DraftEnd(node, known.Kind, known.Node)
        {
            Name = known.Name,
            Addresses = map["addresses"] is null ? null : Prefixes(map, "addresses"),
            Gateways = Addresses(map, "gateway"),
            MacAddress = Mac(map),
            Mtu = map.Number("mtu", 0, int.MaxValue),
        };
    }

    private DraftEnd? End(DocumentNode at, LabDraft draft, string name, string interfaceName)
    {
        LabNodeKind? kind = name == LabName.Here ? LabNodeKind.Here
            : draft.Bridges.Any(bridge => bridge.Name == name) ? LabNodeKind.Bridge
            : draft.Space(name) is not null ? LabNodeKind.Namespace
            : null;
        if (kind is { } known)
            return new DraftEnd(at, known, name) { Name = interfaceName };
        var names = draft.Bridges.Select(bridge => bridge.Name).Concat(draft.Namespaces.Select(space => space.Name)).Append(LabName.Here).ToList();
        problems.Add(
            at, $"there is no namespace and no bridge '{name}'{(NearestWord.To(name, names) is { } meant ? $"; did you mean '{meant}'?" : string.Empty)}",
            $"There are {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", …" : string.Empty)}.");
        return null;
    }

    /// <summary>Namespaces PREFIX01, PREFIX02 …, each with a link to the bridge; those that are described already are taken as they are.</summary>
    private static void AddStar(LabDraft draft, Star star)
    {
        var (bridge, at, count, prefix) = star;
        var digits = Math.Max(2, count.ToString(CultureInfo.InvariantCulture).Length);
        for (var number = 1; number <= count; number++)
        {
            var name = prefix + number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            if (draft.Space(name) is null)
                draft.Namespaces.Add(new DraftHost(at, name));
            draft.Links.Add(new DraftLink(at, new DraftEnd(at, LabNodeKind.Namespace, name), new DraftEnd(at, LabNodeKind.Bridge, bridge.Name)));
        }
    }

    private void ReadMasquerade(DocumentMap map, LabDraft draft)
    {
        if (map["masquerade"] is not { } node || node.Value is false)
            return;
        draft.MasqueradeAt = node;
        if (node.Value is true)
            return;
        foreach (var (text, at) in map.Texts("masquerade") ?? [])
        {
            if (problems.Try(at, () => AddressText.ParseNetwork(text)) is { } network)
                draft.Masquerade.Add(new Written<IPPrefix>(network, at));
        }
    }

    private void ReadUplink(DocumentMap map, LabDraft draft)
    {
        if (map["uplink"] is not { } node || node.Value is false)
            return;
        var uplink = new LabUplink { InterfaceAlias = string.Empty };
        draft.Uplink = uplink;
        if (node.Value is true || DocumentMap.Of(node, problems, LabKeys.Uplink) is not { } body)
            return;
        var network = body.Text("network") is { } text ? problems.Try(body["network"]!, () => AddressText.ParseNetwork(text)) : null;
        if (network is not null && (network.Family != System.Net.Sockets.AddressFamily.InterNetwork || network.Length > 30))
            problems.Add(body["network"]!, $"{network} has no room for two IPv4 addresses", "Give an IPv4 network of /30 or larger.", NetworkError.InvalidPrefixLength);
        draft.Uplink = uplink with { InterfaceAlias = body.Text("interface") ?? string.Empty, Network = network };
        if (body["interface"] is { } name && draft.Uplink.InterfaceAlias is { } alias)
            _ = problems.Try(name, () => Interfaces.InterfaceName.Check(alias));
    }

    private void ReadExpectation(DocumentNode node, LabDraft draft)
    {
        if (DocumentMap.Of(node, problems, LabKeys.Expectation) is not { } map)
            return;
        foreach (var key in new[] { "from", "to" })
        {
            if (map[key] is null)
                problems.Add(node, $"the key '{key}' is missing", "Name one namespace, or a list of some.");
        }
        var reaches = map.Flag("reachable", missing: true);
        foreach (var (from, fromAt) in map.Texts("from") ?? [])
        {
            foreach (var (to, toAt) in map.Texts("to") ?? [])
            {
                if (from != to)
                    draft.Reachability.Add(new Written<LabExpectation>(new LabExpectation(from, to, reaches), IsKnown(draft, from) ? toAt : fromAt));
            }
        }
    }

    private static bool IsKnown(LabDraft draft, string space) => draft.Space(space) is not null;

    private List<Written<IPPrefix>> Prefixes(DocumentMap map, string key)
    {
        var found = new List<Written<IPPrefix>>();
        foreach (var (text, node) in map.Texts(key) ?? [])
        {
            if (problems.Try(node, () => AddressText.ParsePrefix(text)) is { } prefix)
                found.Add(new Written<IPPrefix>(prefix, node));
        }
        return found;
    }

    private List<Written<IPAddress>>? Addresses(DocumentMap map, string key)
    {
        if (map.Texts(key) is not { } texts)
            return null;
        var found = new List<Written<IPAddress>>();
        foreach (var (text, node) in texts)
        {
            if (problems.Try(node, () => AddressText.ParseAddress(text)) is { } address)
                found.Add(new Written<IPAddress>(address, node));
        }
        return found;
    }

    private Written<MacAddress>? Mac(DocumentMap map)
    {
        if (map.Text("macAddress") is not { } text)
            return null;
        if (MacAddress.TryParse(text, out var mac))
            return new Written<MacAddress>(mac, map["macAddress"]!);
        problems.Add(map["macAddress"]!, $"'{text}' is no MAC address", "Write six pairs of hexadecimal digits: 02:00:00:00:00:01.", NetworkError.InvalidMacAddress);
        return null;
    }
}
