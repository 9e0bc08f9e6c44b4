using System.Net;
using System.Net.Sockets;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Addresses;
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
    private static readonly IPPrefix Multicast = new(IPAddress.Parse("224.0.0.0"), 4);

    /// <summary>VethLab's masquerades in a namespace, those of labs included.</summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static IReadOnlyList<Masquerade> List(NamespaceSession session) =>
        LabTable.AllIn(session).SelectMany(Rules).Select(rule => Read(rule, session)).ToList();

    /// <summary>The subnets of a bridge: of its IPv4 addresses.</summary>
    /// <exception cref="NetworkException">BridgeNotFound, NotABridge; SubnetNotFound: it has no IPv4 address.</exception>
    public static IReadOnlyList<IPPrefix> SubnetsOf(NamespaceSession session, string bridge)
    {
        _ = InterfaceReader.NeedBridge(session, bridge);
        var subnets = IPv4Subnets(InterfaceReader.Read(session, bridge).IPAddress);
        return subnets.Count > 0 ? subnets : throw new NetworkException(
            NetworkError.SubnetNotFound, $"{bridge} has no IPv4 address, so it is not known what to masquerade.", bridge,
            $"Give the bridge one (New-NetIPAddress 192.168.88.1/24 {bridge}), or name the subnet with -Subnet.");
    }

    /// <summary>The networks of the IPv4 addresses among some.</summary>
    public static IReadOnlyList<IPPrefix> IPv4Subnets(IEnumerable<string> addresses) =>
        addresses.Select(text => AddressText.ParsePrefix(text)).Where(address => address.Family == AddressFamily.InterNetwork).Select(address => address.Network).Distinct().ToList();

    /// <summary>Plans to masquerade a subnet, turning IPv4 forwarding on where it is off; empty where the subnet is masqueraded already.</summary>
    /// <exception cref="NetworkException">WrongAddressFamily, NotPermitted, FeatureMissing.</exception>
    public static Plan PlanEnable(NamespaceSession session, IPPrefix subnet, string? bridge)
    {
        if (subnet.Family != AddressFamily.InterNetwork)
        {
            throw new NetworkException(
                NetworkError.WrongAddressFamily, $"{subnet} is an IPv6 network; only IPv4 is masqueraded.", subnet.ToString(),
                "IPv6 networks are routed: give the other side a route to the network.");
        }
        var table = new LabTable(session);
        var plan = new Plan();
        if (Rules(table).Any(existing => Read(existing, session).Subnet == subnet.ToString()))
            return plan;

        new ForwardingSwitch(session, table).PlanOn(plan);
        plan.Add(PlanRule(session, table, subnet, bridge is null ? CommentPrefix : $"{CommentPrefix} {bridge}"));
        return plan;
    }

    /// <summary>Plans the rule alone.</summary>
    internal static Plan PlanRule(NamespaceSession session, LabTable table, IPPrefix subnet, string comment = CommentPrefix)
    {
        var plan = new Plan();
        plan.Add(
            $"{table.AddNatChainCommand} && " + session.Shell.Run(
                $"nft 'add rule ip {table.Name} {LabTable.Postrouting} ip saddr {subnet} ip daddr != {subnet} ip daddr != {Multicast} counter masquerade comment \"{comment}\"'"),
            () => table.Commit(table.AddNatChain(new NfBatch()).AddRule(
                LabTable.Family, table.Name, LabTable.Postrouting, Expressions(subnet), comment)),
            () => table.Remove(Rules(table).Where(rule => Read(rule, session).Subnet == subnet.ToString()).ToList()));
        return plan;
    }

    /// <summary>
    /// Plans to stop masquerading; with the last masquerade of the namespace, forwarding gets its former value back, unless
    /// Enable-NetForwarding is in force.
    /// </summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static Plan PlanDisable(NamespaceSession session, IReadOnlyCollection<Masquerade> going)
    {
        var plan = new Plan();
        foreach (var table in LabTable.AllIn(session))
        {
            // A rule's number is its own within its table only.
            var handles = going.Where(masquerade => masquerade.Table == NameOf(table)).Select(masquerade => masquerade.Handle).ToHashSet();
            var rules = Rules(table).Where(rule => handles.Contains(rule.Handle)).ToList();
            var isLast = rules.Count > 0 && rules.Count == Rules(table).Count && !table.Rules(LabTable.Records).Any(rule => RecordText.IsHold(rule.Comment));
            table.PlanRemove(plan, rules);
            if (isLast)
                new ForwardingSwitch(session, table).PlanGiveBack(plan);
        }
        return plan;
    }

    /// <summary>VethLab masquerades no such subnet, or nothing of such a bridge.</summary>
    public static NetworkException NotFound(string name, NamespaceSession session) => new(
        NetworkError.MasqueradeNotFound, $"VethLab masquerades nothing for '{name}' in {session.Description}.", name,
        "Get-Masquerade lists what it masquerades.");

    private static string NameOf(LabTable table) => $"{LabTable.Family.NftName()} {table.Name}";

    private static List<NfRule> Rules(LabTable table) =>
        table.Rules(LabTable.Postrouting).Where(rule => rule.Expressions.OfType<MasqueradeExpression>().Any()).ToList();

    private static NfExpressionList Expressions(IPPrefix subnet) =>
    [
        .. Match.SourceNetwork(subnet.Address, subnet.Length),
        .. subnet.Length == 0 ? NfExpressionList.Empty : Match.DestinationNetwork(subnet.Address, subnet.Length, negated: true),
        .. Match.DestinationNetwork(Multicast.Address, Multicast.Length, negated: true),
        new CounterExpression(),
        new MasqueradeExpression(),
    ];

    private static Masquerade Read(NfRule rule, NamespaceSession session)
    {
        var source = MatchReader.Read(rule).Matches.OfType<NetworkMatch>().FirstOrDefault(match => match is { End: PacketEnd.Source, Negated: false });
        var counter = rule.Expressions.OfType<CounterExpression>().FirstOrDefault();
        var comment = rule.Comment ?? string.Empty;
        return new Masquerade
        {
            Subnet = source is null ? "0.0.0.0/0" : $"{source.Network}/{source.PrefixLength}",
            Bridge = comment.StartsWith(CommentPrefix + " ", StringComparison.Ordinal) ? comment[(CommentPrefix.Length + 1)..] : null,
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
