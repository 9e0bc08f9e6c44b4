using System.Net.Sockets;
using VethLab.Linux.Route;
using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Firewall;

/// <summary>
/// What names mean in firewall rules: a namespace all its addresses, a bridge its networks, a network or an address itself, and any no condition at
/// all.
/// </summary>
internal sealed class FirewallNodes
{
    /// <summary>An end of a link with what is at the other one.</summary>
    private sealed record Side<T>(T End, T Other);

    private readonly Dictionary<string, IReadOnlyList<IPPrefix>> addresses = new(StringComparer.Ordinal);

    internal IEnumerable<string> Names => addresses.Keys;

    internal static FirewallNodes Of(LabDescription lab)
    {
        var nodes = new FirewallNodes();
        var sides = lab.Links.SelectMany(link => new Side<LabEnd>[] { new(link.End, link.Peer), new(link.Peer, link.End) }).ToList();
        foreach (var bridge in lab.Bridges)
        {
            var others = sides.Where(side => side.Other.Kind == LabNodeKind.Bridge && side.Other.Node == bridge.Name).SelectMany(side => side.End.IPAddress);
            nodes.AddBridge(bridge.Name, bridge.IPAddress.Concat(others));
        }
        var inSpaces = sides.Select(side => side.End).Where(end => end.Kind == LabNodeKind.Namespace).ToLookup(end => end.Node);
        foreach (var space in lab.Namespaces)
            nodes.AddHosts(space.Name, space.IPAddress.Concat(inSpaces[space.Name].SelectMany(end => end.IPAddress)));
        nodes.AddHosts(lab.Name, lab.Bridges.SelectMany(bridge => bridge.IPAddress).Concat(lab.Host.IPAddress));
        return nodes;
    }

    internal static FirewallNodes Of(LabDraft draft)
    {
        var nodes = new FirewallNodes();
        var sides = draft.Links.SelectMany(link => new Side<DraftEnd>[] { new(link.Ends[0], link.Ends[1]), new(link.Ends[1], link.Ends[0]) }).ToList();
        foreach (var bridge in draft.Bridges)
        {
            var others = sides.Where(side => side.Other.Kind == LabNodeKind.Bridge && side.Other.Node == bridge.Name).SelectMany(side => side.End.Addresses ?? []);
            nodes.AddBridge(bridge.Name, (bridge.Addresses ?? []).Concat(others).Select(address => address.Value));
        }
        foreach (var space in draft.Namespaces)
            nodes.AddHosts(space.Name, space.Addresses.Concat(draft.EndsIn(space.Name).SelectMany(end => end.Addresses ?? [])).Select(address => address.Value));
        nodes.AddHosts(draft.Name, draft.Bridges.SelectMany(bridge => bridge.Addresses ?? []).Concat(draft.Host.Addresses).Select(address => address.Value));
        return nodes;
    }

    private void AddBridge(string name, IEnumerable<IPPrefix> some) => addresses.TryAdd(name, some.Select(address => address.Network).Distinct().ToList());

    private void AddHosts(string name, IEnumerable<IPPrefix> some) =>
        addresses.TryAdd(name, some.Select(address => new IPPrefix(address.Address, IPPrefix.BitsOf(address.Address))).Distinct().ToList());

    internal bool Knows(string name) => Resolve(name) is not null || name == FirewallRule.Any;

    /// <summary>Null: any, or not known.</summary>
    private IReadOnlyList<IPPrefix>? Resolve(string name) =>
        name == FirewallRule.Any ? null
        : addresses.TryGetValue(name, out var known) ? known
        : IPPrefix.TryParse(name, out var network) ? [network.Network]
        : IPPrefix.TryParseAddress(name, out var address) ? [new IPPrefix(address, IPPrefix.BitsOf(address))]
        : null;

    /// <summary>
    /// Source and destination networks of the same family that a rule is about, null where that is any; none where there is no such pair. In the
    /// owner's own chains its side is no condition.
    /// </summary>
    internal IEnumerable<(IPPrefix? From, IPPrefix? To)> Pairs(FirewallRule rule, string owner)
    {
        var from = rule.From == owner ? null : Resolve(rule.From);
        var to = rule.To == owner ? null : Resolve(rule.To);
        foreach (var source in from ?? [null!])
        {
            foreach (var destination in to ?? [null!])
            {
                if (source is null || destination is null || source.Family == destination.Family)
                    yield return (source, destination);
            }
        }
    }

    internal static AddressFamily? FamilyOf((IPPrefix? From, IPPrefix? To) pair) => (pair.From ?? pair.To)?.Family;
}
