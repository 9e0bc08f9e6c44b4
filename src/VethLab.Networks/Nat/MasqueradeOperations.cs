using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
using VethLab.Networks.Connections;
using VethLab.Networks.Errors;
using VethLab.Networks.Forwarding;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat;

/// <summary>
/// Masquerades subnets (nft(8), NAT statements): in a table of VethLab's own, never within the subnet itself and never multicast, since
/// bridge netfilter lets bridged packets pass postrouting too.
/// </summary>
public static class MasqueradeOperations
{
    private const string CommentPrefix = "masquerade";

    /// <summary>VethLab's masquerades in a namespace, those of labs included.</summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static IReadOnlyList<Masquerade> List(NamespaceSession session) => [.. LabTable.AllIn(session).SelectMany(table => List(session, table))];

    internal static IEnumerable<Masquerade> List(NamespaceSession session, LabTable table) => Rules(table).Select(rule => Read(rule, session));

    /// <summary>The subnets of a bridge: of its IPv4 addresses, and of its global IPv6 ones where that is wished for.</summary>
    /// <exception cref="NetworkException">BridgeNotFound, NotABridge; SubnetNotFound: it has no such address.</exception>
    public static IReadOnlyList<IPPrefix> SubnetsOf(NamespaceSession session, string bridge, bool withIPv6 = false)
    {
        _ = InterfaceReader.NeedBridge(session, bridge);
        var subnets = Subnets(InterfaceReader.Read(session, bridge).IPAddress, withIPv6);
        return subnets.Count > 0 ? subnets : throw new NetworkException(
            NetworkError.SubnetNotFound, $"{bridge} has no {(withIPv6 ? "" : "IPv4 ")}address, so it is not known what to masquerade.", bridge,
            $"Give the bridge one (New-NetIPAddress 192.168.88.1/24 {bridge}), or name the subnet with -Subnet.");
    }

    /// <summary>The networks of the IPv4 addresses among some, and of the IPv6 ones that are not of one link only.</summary>
    public static IReadOnlyList<IPPrefix> Subnets(IEnumerable<string> addresses, bool withIPv6) => addresses.Select(text => AddressText.ParsePrefix(text))
        .Where(address => address.Family == AddressFamily.InterNetwork || (withIPv6 && !address.Address.IsIPv6LinkLocal))
        .Select(address => address.Network).Distinct().ToList();

    /// <summary>
    /// Plans to masquerade, turning forwarding of the family on where it is off, and to forget the flows of the source, which NAT would not look at
    /// again. A masquerade of the same source that is different is changed; empty where it is the same.
    /// </summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing; WrongAddressFamily: an excluded destination is of another family.</exception>
    public static Plan PlanEnable(NamespaceSession session, MasqueradeDescription wished)
    {
        if (wished.ExcludeDestination.FirstOrDefault(network => network.Family != wished.Source.From.AddressFamily) is { } other)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{other} and {wished.Source} are of different families.", other.ToString(), "Exclude destinations of the subnet's own family.");
        }
        var table = new LabTable(session, family: wished.Source.Family);
        var plan = new Plan();
        var present = Rules(table).Where(rule => MasqueradeDescription.Read(rule)!.Source.ToString() == wished.Source.ToString()).ToList();
        if (present is [var only] && only.Expressions.DoesSameAs(wished.Expressions))
            return plan;

        new ForwardingSwitch(session, table).PlanOn(plan);
        plan.Add(present.Count == 0 ? PlanRule(session, table, wished) : PlanChange(session, table, present, wished));
        ConnectionOperations.PlanForget(session, plan, wished.Source);
        return plan;
    }

    private static string CommentOf(MasqueradeDescription wished) => wished.Bridge is null ? CommentPrefix : $"{CommentPrefix} {wished.Bridge}";

    /// <summary>Plans the rule alone.</summary>
    internal static Plan PlanRule(NamespaceSession session, LabTable table, MasqueradeDescription wished)
    {
        var plan = new Plan();
        plan.Add(
            $"{table.AddNatChainCommand} && " + AddCommand(session, table, wished),
            () => table.Commit(table.AddNatChain(new NfBatch()).AddRule(table.Family, table.Name, LabTable.Postrouting, wished.Expressions, CommentOf(wished))),
            () => table.Remove(Rules(table).Where(rule => MasqueradeDescription.Read(rule)!.Source.ToString() == wished.Source.ToString()).ToList()));
        return plan;
    }

    private static string AddCommand(NamespaceSession session, LabTable table, MasqueradeDescription wished) =>
        session.Shell.Run($"nft 'add rule {table.FullName} {LabTable.Postrouting} {wished.Words} comment \"{CommentOf(wished)}\"'");

    /// <summary>One rule instead of others, at once, so that there is no moment without.</summary>
    private static Plan PlanChange(NamespaceSession session, LabTable table, List<NfRule> present, MasqueradeDescription wished)
    {
        var plan = new Plan();
        plan.Add(
            AddCommand(session, table, wished) + string.Concat(present.Select(rule => " && " + session.Shell.Run($"nft delete rule {table.FullName} {rule.Chain} handle {rule.Handle}"))),
            () =>
            {
                var batch = new NfBatch().AddRule(table.Family, table.Name, LabTable.Postrouting, wished.Expressions, CommentOf(wished));
                foreach (var rule in present)
                    batch.DeleteRule(table.Family, table.Name, rule.Chain, rule.Handle);
                table.Commit(batch);
            },
            () =>
            {
                var batch = new NfBatch();
                foreach (var rule in Rules(table).Where(rule => rule.Expressions.DoesSameAs(wished.Expressions)))
                    batch.DeleteRule(table.Family, table.Name, rule.Chain, rule.Handle);
                foreach (var rule in present)
                    batch.AddRule(table.Family, table.Name, rule.Chain, rule.Expressions, rule.Comment);
                table.Commit(batch);
            });
        return plan;
    }

    /// <summary>
    /// Plans to stop masquerading; with the last masquerade of its family in the namespace, forwarding gets its former value back, unless
    /// Enable-NetForwarding is in force.
    /// </summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static Plan PlanDisable(NamespaceSession session, IReadOnlyCollection<Masquerade> going)
    {
        var plan = new Plan();
        foreach (var table in LabTable.AllIn(session))
        {
            // A rule's number is its own within its table only.
            var handles = going.Where(masquerade => masquerade.Table == table.FullName).Select(masquerade => masquerade.Handle).ToHashSet();
            var rules = Rules(table).Where(rule => handles.Contains(rule.Handle)).ToList();
            var isLast = rules.Count > 0 && !LabTable.NeedForwarding(table.Rules().Where(rule => !rules.Exists(going => going.Handle == rule.Handle)));
            table.PlanRemove(plan, rules);
            if (isLast)
                new ForwardingSwitch(session, table).PlanGiveBack(plan);
            foreach (var source in rules.Select(rule => MasqueradeDescription.Read(rule)!.Source))
                ConnectionOperations.PlanForget(session, plan, source);
        }
        return plan;
    }

    /// <summary>VethLab masquerades no such subnet, or nothing of such a bridge.</summary>
    public static NetworkException NotFound(string name, NamespaceSession session) => new(
        NetworkError.MasqueradeNotFound, $"VethLab masquerades nothing for '{name}' in {session.Description}.", name,
        "Get-Masquerade lists what it masquerades.");

    private static List<NfRule> Rules(LabTable table) =>
        table.Rules(LabTable.Postrouting).Where(rule => MasqueradeDescription.Read(rule) is not null).ToList();

    private static Masquerade Read(NfRule rule, NamespaceSession session)
    {
        var made = MasqueradeDescription.Read(rule)!;
        var counter = rule.Expressions.OfType<CounterExpression>().FirstOrDefault();
        var comment = rule.Comment ?? string.Empty;
        return new Masquerade
        {
            Subnet = $"{made.Source}",
            Bridge = comment.StartsWith(CommentPrefix + " ", StringComparison.Ordinal) ? comment[(CommentPrefix.Length + 1)..] : null,
            OutInterface = made.OutInterface,
            IsExact = made.IsExact,
            ExcludeDestination = made.ExcludeDestination.Count == 0 ? null : made.ExcludeDestination.Select(network => $"{network}").ToSnapshotList(),
            Packets = counter?.Packets ?? 0,
            Bytes = counter?.Bytes ?? 0,
            Table = $"{rule.Family.NftName()} {rule.Table}",
            Chain = rule.Chain,
            Handle = rule.Handle,
            Namespace = session.Name,
            NamespaceId = session.Identity,
        };
    }
}
