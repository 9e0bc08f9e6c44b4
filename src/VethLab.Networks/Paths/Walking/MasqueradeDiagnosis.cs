using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.NfTables.Words;
using VethLab.Linux.Route;

namespace VethLab.Networks.Paths.Walking;

/// <summary>Whether masquerading is what lacks, or what is wrong.</summary>
internal static class MasqueradeDiagnosis
{
    /// <summary>A namespace has no way back to a source that a router, by its way out of the lab, let pass with its own private address.</summary>
    internal static bool AtReturn(WalkContext context, PathSpace space, TravellingPacket answer, string evidence)
    {
        var source = answer.Destination;
        var router = context.Departures.TakeWhile(departure => !ReferenceEquals(departure.Out.Space, space)).LastOrDefault(departure => !departure.IsOrigin);
        if (router is null || !IsPrivate(source) || context.Flows.Translates(router.Out.Space) || !IsUpstream(router, answer.Source))
            return false;
        var other = TranslatedPacket.SourceFor(router.Out.Space, router.Out.Name, router.NextHop);
        if (other is null || space.Lookup(new RouteQuery(other)) is not { Way.Type: RouteType.Unicast })
            return false;
        Report(context, router, source, $"{evidence}; it has one to {other}, the address of {router.Out}", PathFindingWeight.Certain);
        return true;
    }

    /// <summary>A private address leaves for where nothing can be seen.</summary>
    internal static void AtOutside(WalkContext context, Departure departure)
    {
        if (departure.IsOrigin || context.IsReturn || context.Packet.Header.Source is not { } source || !IsPrivate(source) || context.Flows.Translates(departure.Out.Space))
            return;
        if (departure.Out.AddressesOf(source.AddressFamily).Any(address => address.Address.Contains(source)))
            return;
        Report(context, departure, source, $"{source} leaves {departure.Out} with its own address, which is private", PathFindingWeight.Suspect);
    }

    /// <summary>A bridge's packets, from one port to another, were given another source.</summary>
    internal static void AtBridge(WalkContext context, PathEnd bridge, PacketDescription before, PacketDescription after)
    {
        var isV6 = before.Family == NfFamily.IPv6;
        var passes = RouterCandidate.Forwards(bridge, isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        var rule = context.Translator is { } one ? $"rule {one.Handle} of {one.Family.NftName()} {one.Table} {one.Chain}, \"{RuleWords.Of(bridge.Space.Ruleset, one).Text}\"," : "a rule";
        var evidence = $"{rule} in {bridge.Space.Description} gives packets that {bridge.Name} bridges from {before.Source} to {before.Destination} the source {after.Source}";
        var subnet = SubnetOf(bridge, before.Source!);
        var fix = context.Translator is not { } by ? null : Records.LabTable.AllIn(bridge.Space.Session).Any(table => table.Name == by.Table && table.Family == by.Family)
            ? $"Enable-Masquerade -Subnet {subnet}{Repair.On(bridge.Space)}"
            : Repair.Inside(bridge.Space, by is { Table: "nat", Chain: "POSTROUTING", Family: NfFamily.IPv4 or NfFamily.IPv6 }
                ? $"{(isV6 ? "ip6tables" : "iptables")} -t nat -I POSTROUTING -s {subnet} -d {subnet} -j ACCEPT"
                : $"nft insert rule {by.Family.NftName()} {Repair.Word(by.Table)} {Repair.Word(by.Chain)} {(isV6 ? "ip6" : "ip")} saddr {subnet} {(isV6 ? "ip6" : "ip")} daddr {subnet} accept");
        if (passes)
            context.Report.Note(PathCause.MasqueradeSameSubnet, evidence, fix);
        else
            context.Report.Certain(PathCause.MasqueradeSameSubnet, $"{evidence}, and does not forward the answers", fix);
    }

    private static void Report(WalkContext context, Departure router, IPAddress source, string evidence, PathFindingWeight weight)
    {
        var (space, packet) = (router.Out.Space, context.Packet);
        var rules = space.Ruleset.Rules.Where(rule => Translates(space, rule, source.AddressFamily)).ToList();
        var subnet = context.Arrivals.TryGetValue(space, out var came) ? SubnetOf(came.In, source) : SubnetOf(router.Out, source);
        var fix = $"Enable-Masquerade -Subnet {subnet}{Repair.On(space)}";
        var (cause, words) = rules.Count == 0
            ? (PathCause.NoMasquerade, $"{evidence}; nothing masquerades in {space.Description}")
            : (PathCause.MasqueradeForOther, $"{evidence}; {string.Join("; ", rules.Select(rule => MasqueradeMismatch.Of(space, rule, router.Out.Name, source, context.IsReturn ? packet.Source : packet.Destination)))}");
        if (weight == PathFindingWeight.Certain)
            context.Report.Certain(cause, words, fix);
        else
            context.Report.Suspect(cause, words, fix);
    }

    private static bool Translates(PathSpace space, NfRule rule, AddressFamily family) =>
        rule.Family == NfFamily.Inet || rule.Family == (family == AddressFamily.InterNetworkV6 ? NfFamily.IPv6 : NfFamily.IPv4)
        ? rule.Expressions.Any(expression => expression is MasqueradeExpression or NatExpression { Destination: false } or XtTargetExpression { Extension: "MASQUERADE" or "SNAT" })
        : false;

    /// <summary>By the default route, or by the interface of the default route, or to an address that is not private.</summary>
    private static bool IsUpstream(Departure router, IPAddress destination) =>
        !IsPrivate(destination) || router.Lookup.Match is { Destination.Length: 0 }
        || router.Out.Space.Routes.Any(route => route.Destination.Length == 0 && route.Destination.Family == destination.AddressFamily && route.Hops.Any(hop => hop.InterfaceIndex == router.Out.Link.Index));

    private static IPPrefix SubnetOf(PathEnd link, IPAddress source) =>
        link.Space.AddressesOf(source.AddressFamily).Select(address => address.Address).FirstOrDefault(address => address.Contains(source))?.Network ?? new IPPrefix(source, IPPrefix.BitsOf(source));

    private static readonly IPPrefix[] Private = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7" }
        .Select(text => IPPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text))];

    /// <summary>RFC 1918, 6598, 3927, 4193.</summary>
    private static bool IsPrivate(IPAddress address) => Private.Any(network => network.Contains(address));
}
