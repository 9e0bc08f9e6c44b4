using System.Net;
using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Labs.Firewall;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Description;

/// <summary>How the parts of a completed draft must fit together, by the rules that single cmdlets keep.</summary>
internal sealed class LabRules(LabDraft draft, LabProblems problems)
{
    private const int PortsOfABridge = 1023;

    /// <summary>What a host's routes can lead through.</summary>
    private sealed record HostInterface(string Name, List<Written<IPPrefix>> Addresses);

    /// <summary>What tells the routes of a host apart.</summary>
    private sealed record RouteKey(IPPrefix Destination, uint Metric);

    internal void Check()
    {
        CheckNodes();
        CheckInterfaces();
        CheckAddresses();
        foreach (var link in draft.Links)
            CheckLink(link);
        foreach (var bridge in draft.Bridges)
            CheckBridge(bridge);
        foreach (var space in draft.Namespaces)
            CheckHost(space, draft.EndsIn(space.Name).Select(Of).ToList());
        var endsHere = draft.Placement == LabPlacement.Host ? draft.Links.SelectMany(link => link.Ends).Where(end => end.Kind == LabNodeKind.Here) : [];
        CheckHost(draft.Host, [.. draft.Bridges.Select(bridge => new HostInterface(bridge.Name, bridge.Addresses!)), .. endsHere.Select(Of)]);
        if (draft.Placement == LabPlacement.Host && draft.Host.Addresses.Count > 0)
            problems.Add(draft.Host.Addresses[0].At, "with placement Host there is no namespace of the lab's own, whose loopback could have addresses", "Give them to a bridge or a namespace.");
        CheckOutside();
        CheckOwnNamespace();
        CheckFirewalls();
        CheckReachability();
        CheckRecords();

        static HostInterface Of(DraftEnd end) => new(end.Name, end.Addresses!);
    }

    private void CheckNodes()
    {
        var seen = new HashSet<string>();
        foreach (var bridge in draft.Bridges)
        {
            _ = problems.Try(bridge.At, () => InterfaceName.Check(bridge.Name));
            CheckNodeName(bridge.At, bridge.Name);
            if (!seen.Add(bridge.Name))
                problems.Add(bridge.At, $"the bridge '{bridge.Name}' is here twice", "Leave one of them.", NetworkError.InvalidName);
        }
        var spaces = new HashSet<string>();
        foreach (var space in draft.Namespaces)
        {
            _ = problems.Try(space.At, () => NamespaceName.Check(space.Name));
            CheckNodeName(space.At, space.Name);
            if (!spaces.Add(space.Name))
                problems.Add(space.At, $"the namespace '{space.Name}' is here twice", "Leave one of them.", NetworkError.InvalidName);
            if (seen.Contains(space.Name))
                problems.Add(space.At, $"'{space.Name}' is the name of a bridge as well", "Links name their nodes, so each needs a name of its own.", NetworkError.InvalidName);
            if (space.Name == draft.Name && draft.Placement == LabPlacement.Namespace)
            {
                problems.Add(
                    space.At, $"'{space.Name}' is the name of the lab, and so of the namespace where its bridges live",
                    "Call the namespace or the lab something else.", NetworkError.InvalidName);
            }
        }
    }

    private void CheckNodeName(DocumentNode at, string name)
    {
        if (name == LabName.Here)
            problems.Add(at, "'here' stands for the namespace where the lab is made", "Choose another name.", NetworkError.InvalidName);
    }

    private void CheckInterfaces()
    {
        var atBridges = draft.Placement == LabPlacement.Host ? LabName.Here : "bridges";
        var seen = new Dictionary<(string Place, string Name), string>();
        foreach (var bridge in draft.Bridges)
            seen.TryAdd((atBridges, bridge.Name), $"bridge {bridge.Name}");
        if (draft.Uplink is { } uplink)
        {
            seen.TryAdd((atBridges, LabCompletion.UplinkName), "the lab's uplink");
            seen.TryAdd((LabName.Here, uplink.InterfaceAlias), "the lab's uplink");
        }
        foreach (var end in draft.Links.SelectMany(link => link.Ends))
        {
            _ = problems.Try(end.At, () => InterfaceName.Check(end.Name));
            var place = end.Kind == LabNodeKind.Bridge ? atBridges : LabCompletion.PlaceOf(end);
            if (!seen.TryAdd((place, end.Name), $"a link's end at {end.Node}"))
            {
                problems.Add(
                    end.At, $"the name '{end.Name}' is taken by {seen[(place, end.Name)]}", "Within a namespace each interface needs a name of its own; bridges and their ports live in one.",
                    NetworkError.InterfaceExists);
            }
        }
    }

    private void CheckAddresses()
    {
        var addresses = new Dictionary<IPAddress, string>();
        var macs = new Dictionary<MacAddress, string>();
        foreach (var bridge in draft.Bridges)
        {
            See(bridge.Addresses!, bridge.Name);
            SeeMac(bridge.MacAddress, bridge.Name);
        }
        foreach (var end in draft.Links.SelectMany(link => link.Ends))
        {
            See(end.Addresses!, $"{end.Node}:{end.Name}");
            SeeMac(end.MacAddress, $"{end.Node}:{end.Name}");
        }
        foreach (var space in draft.Namespaces)
            See(space.Addresses, $"{space.Name}:lo");

        void See(IEnumerable<Written<IPPrefix>> some, string owner)
        {
            foreach (var (address, at) in some)
            {
                _ = problems.Try(at, () => Addresses.AddressErrors.NeedAddress(owner, address));
                if (!addresses.TryAdd(address.Address, owner))
                    problems.Add(at, $"{address.Address} is the address of {addresses[address.Address]} as well", "Give each an address of its own.", NetworkError.AddressExists);
            }
        }

        void SeeMac(Written<MacAddress>? mac, string owner)
        {
            if (mac is null)
                return;
            _ = problems.Try(mac.At, () => LinkSettings.Check(owner, null, mac.Value));
            if (!macs.TryAdd(mac.Value, owner))
                problems.Add(mac.At, $"{mac.Value} is the MAC address of {macs[mac.Value]} as well", "Give each one of its own, or leave it out: random ones differ.", NetworkError.InvalidMacAddress);
        }
    }

    private void CheckLink(DraftLink link)
    {
        _ = problems.Try(link.At, () => LinkSettings.Check(link.Ends[0].Name, link.Mtu, null));
        foreach (var end in link.Ends)
            _ = problems.Try(end.At, () => LinkSettings.Check(end.Name, end.Mtu, null));
        if (link.Ends.All(end => end.Kind == LabNodeKind.Bridge) && link.Ends[0].Node == link.Ends[1].Node)
            problems.Add(link.At, $"both ends are in the bridge {link.Ends[0].Node}: packets would go round for ever", "Join two different nodes.", NetworkError.BridgeLoop);
        for (var i = 0; i < 2; i++)
        {
            var (end, other) = (link.Ends[i], link.Ends[1 - i]);
            if (end.Kind == LabNodeKind.Bridge && end.Addresses!.Count > 0)
                problems.Add(end.Addresses[0].At, $"a port of a bridge has no address of its own, {end.Node} has", $"Write it at bridges.{end.Node}.addresses.");
            if (other.Kind == LabNodeKind.Bridge && draft.Bridges.First(bridge => bridge.Name == other.Node) is { Subnets.Count: > 0 } bridge)
                CheckInSubnets(end.Addresses!, bridge);
        }
    }

    private void CheckInSubnets(IEnumerable<Written<IPPrefix>> addresses, DraftBridge bridge)
    {
        foreach (var (address, at) in addresses)
        {
            var subnet = bridge.Subnets.FirstOrDefault(subnet => subnet.Value.Contains(address.Address))?.Value;
            if (subnet is null)
            {
                problems.Add(
                    at, $"{address} is outside {string.Join(", ", bridge.Subnets.Select(one => one.Value))}, the subnet of {bridge.Name}",
                    "Take an address of the subnet, or leave it out: one is handed out.", NetworkError.InvalidAddress);
            }
            else if (subnet.Length != address.Length)
            {
                problems.Add(at, $"{address} has another prefix length than {subnet}, the subnet of {bridge.Name}", $"Write {address.Address}/{subnet.Length}.", NetworkError.InvalidPrefixLength);
            }
            else if (subnet.Length < 31 && subnet.Family == AddressFamily.InterNetwork && (address.Address.Equals(subnet.Address) || address.Address.Equals(subnet.Broadcast)))
            {
                problems.Add(at, $"{address.Address} is the network's own or its broadcast address", "Take one in between.", NetworkError.InvalidAddress);
            }
        }
    }

    private void CheckBridge(DraftBridge bridge)
    {
        _ = problems.Try(bridge.At, () => LinkSettings.Check(bridge.Name, bridge.Mtu, null));
        if (bridge.Subnets.Count > 0)
            CheckInSubnets(bridge.Addresses!, bridge);
        foreach (var hop in bridge.Gateways ?? [])
        {
            if (bridge.Subnets.Count == 0)
                problems.Add(hop.At, "a bridge's gateway is for addresses that are handed out", "Give the bridge a subnet, or write the gateway at each end.");
            else if (!bridge.Subnets.Any(subnet => subnet.Value.Contains(hop.Value)))
                problems.Add(hop.At, $"{hop.Value} is outside {string.Join(", ", bridge.Subnets.Select(one => one.Value))}", "A gateway must be a neighbour.", NetworkError.GatewayUnreachable);
        }
        var ports = draft.Links.SelectMany(link => link.Ends).Count(end => end.Kind == LabNodeKind.Bridge && end.Node == bridge.Name);
        if (ports > PortsOfABridge)
            problems.Add(bridge.At, $"{bridge.Name} would have {ports} ports, a bridge has at most 1,023", "Put some into a second bridge and join the two by a link.", NetworkError.BridgeFull);
    }

    private void CheckHost(DraftHost host, IReadOnlyList<HostInterface> interfaces)
    {
        var seen = new HashSet<RouteKey>();
        foreach (var (route, at) in host.Routes)
        {
            if (!seen.Add(new RouteKey(route.Destination, route.Metric)))
                problems.Add(at, $"there is a route to {(route.Destination.Length == 0 ? "default" : route.Destination)} with metric {route.Metric} already", "Leave one, or give them different metrics.", NetworkError.RouteExists);
            if (route.NextHop is null && route.InterfaceAlias is null)
                problems.Add(at, "the route has neither a next hop nor an interface", "Give 'nextHop', 'interface' or both.", NetworkError.InvalidValue);
            if (route.NextHop is { } other && other.AddressFamily != route.Destination.Family)
            {
                problems.Add(at, $"the next hop {other} and the destination {route.Destination} are of different families", "Both must be IPv4, or both IPv6.", NetworkError.WrongAddressFamily);
                continue;
            }
            var known = interfaces.Where(one => route.InterfaceAlias is null || one.Name == route.InterfaceAlias).ToList();
            if (route.InterfaceAlias is { } name && known.Count == 0)
            {
                problems.Add(at, $"there is no interface '{name}'", $"There are {string.Join(", ", interfaces.Select(one => one.Name))}.", NetworkError.InterfaceNotFound);
                continue;
            }
            if (route.NextHop is { } hop && !hop.IsIPv6LinkLocal && !known.Any(one => one.Addresses.Any(address => address.Value.Contains(hop))))
                problems.Add(at, $"the next hop {hop} is in no network of an interface", "A next hop must be a neighbour; check it and the prefix lengths.", NetworkError.GatewayUnreachable);
        }
        foreach (var sysctl in host.Sysctls.Where(sysctl => sysctl.Value.Key is "ipv4/ip_forward" or "ipv4/conf/all/forwarding" or "ipv6/conf/all/forwarding"))
            problems.Add(sysctl.At, "forwarding is turned on by the key 'forwarding'", "Write forwarding = true.", NetworkError.InvalidValue);
    }

    private void CheckOutside()
    {
        foreach (var (network, at) in draft.Masquerade)
        {
            if (network.Family != AddressFamily.InterNetwork)
                problems.Add(at, $"{network} is an IPv6 network; only IPv4 is masqueraded", "IPv6 networks are routed: give the other side a route.", NetworkError.WrongAddressFamily);
        }
        if (draft.Uplink is not null && draft.Placement == LabPlacement.Host)
            problems.Add(draft.At.Members?.FirstOrDefault(member => member.Key.Equals("uplink", StringComparison.OrdinalIgnoreCase))?.Value ?? draft.At, "with placement Host the bridges live here, so there is nothing to join", "Leave out 'uplink', or the placement.");
    }

    /// <summary>What the kernel does not tell from its own choice is remembered there, where there is not room for any length.</summary>
    private void CheckRecords()
    {
        foreach (var end in draft.Links.SelectMany(link => link.Ends).Where(end => end.MacAddress is not null))
            Need(end.At, AskedText.Mac(new LabEnd(end.Kind, end.Node, end.Name)));
        foreach (var host in draft.Namespaces.Append(draft.Host))
        {
            foreach (var (sysctl, at) in host.Sysctls)
                Need(at, AskedText.Sysctl(sysctl.Key, host == draft.Host ? null : host.Name));
        }

        void Need(DocumentNode at, string record)
        {
            if (!RecordText.Fits(record))
                problems.Add(at, "the name of the namespace is too long for what has to be remembered of it in the kernel", "Choose a shorter name.", NetworkError.InvalidName);
        }
    }

    /// <summary>What is the machine's is not for a lab to run or to filter.</summary>
    private void CheckOwnNamespace()
    {
        if (draft.Placement == LabPlacement.Host && draft.Host.Commands.Count > 0)
            problems.Add(draft.Host.Commands[0].At, "with placement Host the lab has no namespace of its own to run commands in", "Write them at a namespace, or leave out the placement.");
        if (draft.Placement == LabPlacement.Host && draft.Host.Firewall is { } firewall)
            problems.Add(firewall.At, "with placement Host the lab has no namespace of its own to filter in; the machine's packets are not a lab's to drop", "Write it at a namespace, or leave out the placement.");
    }

    private void CheckFirewalls()
    {
        var nodes = FirewallNodes.Of(draft);
        foreach (var host in draft.Namespaces.Append(draft.Host).Where(host => host.Firewall is not null))
        {
            var owner = host == draft.Host ? draft.Name : host.Name;
            var forwards = host.Forwarding || (host == draft.Host && (draft.Uplink is not null || draft.Masquerade.Count > 0));
            var firewall = host.Firewall!;
            if (!forwards && (firewall.Policy == FirewallPolicy.Drop || firewall.Rules.Any(rule => rule.Value.HookIn(owner) == VethLab.Linux.NfTables.NfHook.Forward)))
                problems.Add(firewall.At, "nothing is forwarded here, so there is nothing to filter on its way through", "Write forwarding = true; what is for the namespace itself has its name as 'to', and 'input' for a policy.");
            foreach (var (rule, at) in firewall.Rules)
                CheckRule(rule, at, owner, nodes);
        }
    }

    private void CheckRule(FirewallRule rule, DocumentNode at, string owner, FirewallNodes nodes)
    {
        var unknown = new[] { rule.From, rule.To }.Where(name => !nodes.Knows(name)).ToList();
        foreach (var name in unknown)
        {
            var meant = NearestWord.To(name, nodes.Names);
            problems.Add(
                at, $"there is no namespace, bridge or network '{name}'{(meant is null ? string.Empty : $"; did you mean '{meant}'?")}",
                "Name a namespace or a bridge of the lab, a network such as 10.0.0.0/24, an address, or any.", NetworkError.InvalidName);
        }
        if (unknown.Count > 0)
            return;
        if (rule.From == owner && rule.To == owner)
            problems.Add(at, "what goes from the namespace to itself is not filtered", "Leave the rule out.");
        else if (!nodes.Pairs(rule, owner).Any())
            problems.Add(at, $"no packet goes from {rule.From} to {rule.To}: they have no addresses of the same family", "Check their addresses and subnets.", NetworkError.WrongAddressFamily);
        if (!RecordText.Fits(rule.ToComment()))
            problems.Add(at, "the names are too long to be remembered in the kernel", "Choose shorter names.", NetworkError.InvalidName);
    }

    private void CheckReachability()
    {
        var seen = new Dictionary<(string, string), bool>();
        foreach (var (expectation, at) in draft.Reachability)
        {
            foreach (var name in new[] { expectation.From, expectation.To }.Where(name => draft.Space(name) is null))
            {
                var meant = NearestWord.To(name, draft.Namespaces.Select(space => space.Name));
                problems.Add(at, $"there is no namespace '{name}'{(meant is null ? string.Empty : $"; did you mean '{meant}'?")}", "Name namespaces of the lab.", NetworkError.NamespaceNotFound);
            }
            if (!seen.TryAdd((expectation.From, expectation.To), expectation.Reaches) && seen[(expectation.From, expectation.To)] != expectation.Reaches)
                problems.Add(at, $"{expectation.From} shall reach {expectation.To} and shall not", "Leave one of the two.", NetworkError.InvalidValue);
            if (!RecordText.Fits(RecordText.Expects(expectation)))
                problems.Add(at, "the names are too long to be remembered in the kernel: 110 bytes are possible for both", "Choose shorter names.", NetworkError.InvalidName);
        }
    }
}
