using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Evaluation;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// Lets a mapping's packets pass iptables-nft's FORWARD chain where that would drop them, or where it cannot be told: two rules at the top of
/// DOCKER-USER where there is one, else of FORWARD, as iptables-nft 1.8.8 and later write them.
/// </summary>
internal sealed class PortAcceptRules(NamespaceSession session, NfFamily family)
{
    private const string CommentPrefix = "vethlab: port ";

    /// <exception cref="NetworkException">ForwardingBlocked: another chain drops, which no rule of ours can overrule.</exception>
    internal void PlanAdd(Plan plan, PortMappingDescription mapping, DestinationWay way)
    {
        var prediction = ForwardPrediction.Read(session);
        var isNeeded = false;
        foreach (var packet in Packets(mapping, way))
        {
            if (prediction.Now(packet).Fate == PacketFate.Accept)
                continue;
            isNeeded = true;
            var rest = prediction.Accepted(packet);
            if (ForwardPrediction.IsLost(rest))
                throw Blocked(mapping, prediction.Describe(rest));
            if (rest.Fate == PacketFate.Unknown)
                plan.Notes.Add($"It cannot be told whether packets to {mapping.Target} are forwarded: {prediction.Describe(rest)}.");
        }
        if (isNeeded && prediction.PlaceFor(family) is { } chain && Rules(mapping.Name).Count == 0)
            PlanRules(plan, mapping, way, chain);
    }

    /// <summary>Plans to take them out again.</summary>
    internal void PlanRemove(Plan plan, string mapping)
    {
        foreach (var rule in Rules(mapping))
        {
            plan.Add(
                session.Shell.Run($"nft delete rule {family.NftName()} {rule.Table} {rule.Chain} handle {rule.Handle}"),
                () => Delete([rule]),
                () => session.NfTables.Commit(new NfBatch().InsertRule(family, rule.Table, rule.Chain, rule.Expressions, rule.Comment)));
        }
    }

    private void PlanRules(Plan plan, PortMappingDescription mapping, DestinationWay way, string chain)
    {
        var ports = mapping.DestinationPorts;
        var length = mapping.Destination.GetAddressBytes().Length * 8;
        var (comment, protocol) = (CommentPrefix + mapping.Name, PortMappingRules.Word(mapping.Protocol));
        NfExpressionList there =
        [
            .. Match.OutInterface(way.Interface), .. Match.Protocol((byte)mapping.Protocol), .. Match.DestinationNetwork(mapping.Destination, length),
            .. Match.DestinationPorts(ports.First, ports.Last), new CounterExpression(), VerdictExpression.Accept,
        ];
        NfExpressionList back =
        [
            .. Match.InInterface(way.Interface), .. Match.Protocol((byte)mapping.Protocol), .. Match.SourceNetwork(mapping.Destination, length),
            .. Match.SourcePorts(ports.First, ports.Last), new CounterExpression(), VerdictExpression.Accept,
        ];
        var iptables = $"{IptablesForward.ProgramOf(family)} -I {chain}";
        var words = $"-p {protocol} -m comment --comment '{comment}' -j ACCEPT";
        var range = $"{ports}".Replace('-', ':');
        plan.Add(
            session.Shell.Run($"{iptables} -i {ShellPrefix.Quote(way.Interface)} -s {mapping.Destination} {words.Replace(" -m", $" --sport {range} -m", StringComparison.Ordinal)}")
                + " && " + session.Shell.Run($"{iptables} -o {ShellPrefix.Quote(way.Interface)} -d {mapping.Destination} {words.Replace(" -m", $" --dport {range} -m", StringComparison.Ordinal)}"),
            () => KernelErrors.Explained(mapping.Name, () => session.NfTables.Commit(new NfBatch()
                .InsertRule(family, IptablesForward.Table, chain, back, comment).InsertRule(family, IptablesForward.Table, chain, there, comment))),
            () => Delete(Rules(mapping.Name)));
        plan.Outcome.Add($"{IptablesForward.ProgramOf(family)}' chain {chain} would drop, or might drop, packets to {mapping.Target}; it got rules that accept them.");
    }

    /// <summary>One that begins a connection by each way in, and the answer.</summary>
    private IEnumerable<PacketDescription> Packets(PortMappingDescription mapping, DestinationWay way)
    {
        foreach (var name in mapping.InInterface is { } only ? [only] : WaysIn(mapping.Destination, way))
        {
            yield return new PacketDescription
            {
                Family = family, InInterface = name, OutInterface = way.Interface, InBridgePort = "", OutBridgePort = "", Destination = mapping.Destination,
                Protocol = (byte)mapping.Protocol, DestinationPort = mapping.DestinationPorts.First, State = FlowState.New,
            };
            yield return new PacketDescription
            {
                Family = family, InInterface = way.Interface, OutInterface = name, InBridgePort = "", OutBridgePort = "", Source = mapping.Destination,
                Protocol = (byte)mapping.Protocol, SourcePort = mapping.DestinationPorts.First, State = FlowState.Established,
            };
        }
    }

    /// <summary>The interfaces of default routes, and the destination's own, for its neighbours.</summary>
    private IEnumerable<string> WaysIn(IPAddress destination, DestinationWay way)
    {
        var names = session.Links.List().ToDictionary(link => link.Index, link => link.Name);
        return session.Routes.List(destination.AddressFamily).Where(route => route is { Table: Linux.Route.RouteMessage.MainTable, Destination.Length: 0 })
            .SelectMany(route => route.Hops).Select(hop => names.GetValueOrDefault(hop.InterfaceIndex)).OfType<string>().Append(way.Interface).Distinct();
    }

    private List<NfRule> Rules(string mapping) => !session.HasNfTables ? [] : new[] { IptablesForward.DockerUser, IptablesForward.Forward }
        .SelectMany(chain => session.NfTables.GetRules(family, IptablesForward.Table, chain)).Where(rule => rule.Comment == CommentPrefix + mapping).ToList();

    private void Delete(IEnumerable<NfRule> rules)
    {
        var batch = new NfBatch();
        foreach (var rule in rules)
            batch.DeleteRule(family, rule.Table, rule.Chain, rule.Handle);
        KernelErrors.Explained(session.Name, () => session.NfTables.Commit(batch), failure => LabTable.Lacking(session, failure));
    }

    private static NetworkException Blocked(PortMappingDescription mapping, string by) => new(
        NetworkError.ForwardingBlocked,
        $"Packets to {mapping.Target} would be dropped by {by}: a drop is final, and no accept elsewhere overrules it.",
        mapping.Name,
        "Accept them in that chain itself, or keep the namespaces behind a router of their own.");
}
