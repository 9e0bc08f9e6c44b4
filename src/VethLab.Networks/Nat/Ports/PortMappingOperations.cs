using System.Net;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Networks.Connections;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// Publishes ports of namespaces, as Docker's -p does: in tables of VethLab's own, by rules alone. Reached from outside, from the namespace itself by
/// its own addresses and by loopback, and from the destination's neighbours and the destination itself.
/// </summary>
public static class PortMappingOperations
{
    /// <summary>The ports that VethLab publishes in a namespace.</summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static IReadOnlyList<NetPortMapping> List(NamespaceSession session) =>
        [.. Tables(session).SelectMany(table => List(session, table))];

    private static List<LabTable> Tables(NamespaceSession session) => LabTable.AllIn(session).Where(table => table.Name == VethLabMark.Table).OrderBy(table => table.Family).ToList();

    private static IEnumerable<NetPortMapping> List(NamespaceSession session, LabTable table)
    {
        foreach (var rules in table.Rules().GroupBy(rule => PortMappingRules.ParseComment(rule.Comment)?.Name).Where(rules => rules.Key is not null))
        {
            var translating = rules.Where(rule => PortMappingReader.ReadMapping(rule) is not null).OrderByDescending(rule => rule.Chain == LabChains.Prerouting).ToList();
            if (translating.Count == 0)
                continue;
            var mapping = PortMappingReader.ReadMapping(translating[0])!;
            var returning = rules.Where(rule => rule.Chain == LabChains.Hairpin).Select(PortMappingReader.Read).ToList();
            var counters = translating.SelectMany(rule => rule.Expressions.OfType<CounterExpression>()).ToList();
            yield return new NetPortMapping
            {
                Name = mapping.Name,
                Protocol = mapping.Protocol,
                Port = $"{mapping.Ports}",
                ListenAddress = mapping.ListenAddress?.ToString(),
                InInterface = mapping.InInterface,
                DestinationAddress = $"{mapping.Destination}",
                DestinationPort = mapping.DestinationPort,
                DestinationNamespace = mapping.DestinationNamespace,
                OutInterface = returning.Select(rule => rule.OutInterface).FirstOrDefault(),
                Loopback = returning.Any(rule => IsLoopback(rule, table.Family)),
                Hairpin = returning.Any(rule => !IsLoopback(rule, table.Family)),
                Packets = counters.Aggregate(0ul, (sum, counter) => sum + counter.Packets),
                Bytes = counters.Aggregate(0ul, (sum, counter) => sum + counter.Bytes),
                Table = table.FullName,
                Namespace = session.Name,
                NamespaceId = session.Identity,
            };
        }
    }

    private static bool IsLoopback(PortMappingReader rule, NfFamily family) => rule.Source?.Equals(PortMappingDescription.LoopbackOf(family).Address) == true;

    private static List<PortMappingDescription> Present(LabTable table) => table.Rules().Select(PortMappingReader.ReadMapping).OfType<PortMappingDescription>()
        .DistinctBy(mapping => mapping.Name).ToList();

    /// <summary>
    /// Plans to publish a port, turning forwarding of the family on where it is off, and to forget UDP flows to it, which NAT would not look at again.
    /// Empty where it is published so already.
    /// </summary>
    /// <param name="session">The namespace that publishes.</param>
    /// <param name="wished">The mapping.</param>
    /// <param name="there">The namespace whose port it is; null: only its address is known.</param>
    /// <exception cref="NetworkException">
    /// NotPermitted, FeatureMissing, InvalidValue, InvalidAddress, WrongAddressFamily, AddressNotFound; RouteNotFound: nothing leads to the destination;
    /// PortMappingExists: somebody else has the port; ForwardingBlocked: another table drops, which no rule of ours can overrule.
    /// </exception>
    public static Plan PlanAdd(NamespaceSession session, PortMappingDescription wished, NamespaceSession? there = null)
    {
        PortMappingChecks.Check(session, wished);
        var table = new LabTable(session, family: wished.Family);
        var plan = new Plan();
        var present = Present(table);
        if (present.Any(one => one.Name == wished.Name && one.Target == wished.Target))
            return plan;
        PortMappingConflicts.Check(session, wished, present);
        var way = DestinationWay.Find(session, wished.Destination)
            ?? throw new NetworkException(NetworkError.RouteNotFound, $"No route of {session.Description} leads to {wished.Destination}.", $"{wished.Destination}", "Get-NetRoute lists its routes.");

        new ForwardingSwitch(session, table).PlanOn(plan);
        new PortAcceptRules(session, wished.Family).PlanAdd(plan, wished, way);
        var loopback = PlanLoopback(plan, session, table, wished, way);
        PlanHairpin(plan, session, table, wished, way, there);
        PlanRules(plan, session, table, [.. PortMappingRules.For(wished, way, loopback)]);
        if (wished.Protocol == PortProtocol.Udp)
        {
            var own = KernelErrors.Explained(session.Name, () => session.Addresses.List()).Select(address => address.Address.Address).ToHashSet();
            ConnectionOperations.PlanForget(session, plan, wished.Family, flow => IsTo(wished, own, flow));
        }
        if (LocalListeners.Find(session, wished) is { } listener)
            plan.Notes.Add($"A process of {session.Description} listens on {listener} itself: what comes to {wished.Name} now goes to {wished.Target} instead.");
        return plan;
    }

    private static bool PlanLoopback(Plan plan, NamespaceSession session, LabTable table, PortMappingDescription wished, DestinationWay way)
    {
        if (!wished.WantsLoopback)
            return false;
        var loopback = new LoopbackWay(session, table, way.Interface);
        if (loopback.Obstacle is { } obstacle)
        {
            if (wished.IsLoopbackOnly)
                throw new NetworkException(NetworkError.InvalidValue, obstacle, wished.Name, "Listen on another address, or on all.");
            plan.Notes.Add($"{wished.Name}: {obstacle} Its other addresses do.");
            return false;
        }
        loopback.PlanAdd(plan);
        return true;
    }

    private static void PlanHairpin(Plan plan, NamespaceSession session, LabTable table, PortMappingDescription wished, DestinationWay way, NamespaceSession? there)
    {
        var hairpin = new HairpinPort(session, table, $"{wished.Destination}");
        if (wished.IsLoopbackOnly || way.Subnet is null || !hairpin.IsNeeded)
            return;
        if (there is not null && PortMappingTarget.BridgePort(session, there, wished.Destination) is { } port)
            hairpin.PlanAdd(plan, port);
    }

    private static void PlanRules(Plan plan, NamespaceSession session, LabTable table, IReadOnlyList<PortMappingRule> rules)
    {
        var chains = rules.Select(rule => rule.Chain).Distinct().ToList();
        plan.Add(
            string.Join(" && ", rules.Select(rule => session.Shell.Run($"nft {ShellPrefix.Quote($"add rule {table.FullName} {rule.Chain} {rule.Words} comment \"{rule.Comment}\"")}"))
                .Prepend(table.AddChainsCommand(chains))),
            () =>
            {
                var batch = table.AddChains(new NfBatch(), chains);
                foreach (var rule in rules)
                    batch.AddRule(table.Family, table.Name, rule.Chain, rule.Expressions, rule.Comment);
                table.Commit(batch);
            },
            () => table.Remove([.. table.Rules().Where(rule => rule.Comment == rules[0].Comment)]));
    }

    /// <summary>
    /// Plans to end mappings, and gives back what was changed for their sake where no other needs it: settings of interfaces and ports, rules in
    /// iptables-nft's chains, forwarding. Their flows are forgotten.
    /// </summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static Plan PlanRemove(NamespaceSession session, IReadOnlyCollection<NetPortMapping> mappings)
    {
        var plan = new Plan();
        var goingRecords = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in Tables(session))
        {
            var names = mappings.Where(mapping => mapping.Table == table.FullName).Select(mapping => mapping.Name).ToHashSet();
            var all = table.Rules();
            var rules = all.Where(rule => PortMappingRules.ParseComment(rule.Comment) is { } comment && names.Contains(comment.Name)).ToList();
            if (rules.Count == 0)
                continue;
            var staying = all.Except(rules).ToList();
            table.PlanRemove(plan, rules);
            foreach (var name in LoopbackInterfaces(rules, table.Family).Except(LoopbackInterfaces(staying, table.Family)))
                new LoopbackWay(session, table, name).PlanGiveBack(plan);
            var going = rules.Select(PortMappingReader.ReadMapping).OfType<PortMappingDescription>().DistinctBy(mapping => mapping.Name).ToList();
            foreach (var destination in Destinations(rules).Except(Destinations(staying)))
                new HairpinPort(session, table, $"{destination}").PlanGiveBack(plan, goingRecords);
            foreach (var mapping in going)
                new PortAcceptRules(session, table.Family).PlanRemove(plan, mapping.Name);
            if (!LabTable.NeedForwarding(staying))
                new ForwardingSwitch(session, table).PlanGiveBack(plan);
            foreach (var mapping in going)
                ConnectionOperations.PlanForget(session, plan, table.Family, flow => IsThrough(mapping, flow));
        }
        return plan;
    }

    private static IEnumerable<string> LoopbackInterfaces(IEnumerable<NfRule> rules, NfFamily family) => rules.Where(rule => rule.Chain == LabChains.Hairpin)
        .Select(PortMappingReader.Read).Where(rule => IsLoopback(rule, family)).Select(rule => rule.OutInterface).OfType<string>().Distinct();

    private static IEnumerable<IPAddress> Destinations(IEnumerable<NfRule> rules) =>
        rules.Select(PortMappingReader.ReadMapping).OfType<PortMappingDescription>().Select(mapping => mapping.Destination).Distinct();

    /// <summary>A flow to the port as it was before there was a mapping.</summary>
    private static bool IsTo(PortMappingDescription mapping, HashSet<IPAddress> own, Linux.Conntrack.TrackedFlow flow) =>
        flow.Original.Protocol == (byte)mapping.Protocol && flow.Original.DestinationPort is { } port && mapping.Ports.Contains(port)
        && (mapping.ListenAddress is { } only ? only.Equals(flow.Original.Destination)
            : IPAddress.IsLoopback(flow.Original.Destination) || own.Contains(flow.Original.Destination));

    /// <summary>A flow that a mapping translated.</summary>
    private static bool IsThrough(PortMappingDescription mapping, Linux.Conntrack.TrackedFlow flow) =>
        flow.Original.Protocol == (byte)mapping.Protocol && flow.Original.DestinationPort is { } port && mapping.Ports.Contains(port)
        && flow.Status.HasFlag(Linux.Conntrack.FlowStatus.DestinationNat) && flow.Reply.Source.Equals(mapping.Destination);

    /// <summary>VethLab publishes no such port.</summary>
    public static NetworkException NotFound(string name, NamespaceSession session) => new(
        NetworkError.PortMappingNotFound, $"VethLab publishes no port '{name}' in {session.Description}.", name, "Get-NetPortMapping lists those it publishes.");
}
