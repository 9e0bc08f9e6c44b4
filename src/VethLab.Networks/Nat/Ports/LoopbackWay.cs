using System.Net;
using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Linux.NfTables.Expressions;
using VethLab.Linux.Route;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Nat.Ports;

/// <summary>
/// Lets packets from loopback addresses leave by an interface, and their answers come back. For IPv4 that is route_localnet (ip-sysctl.rst), and rules
/// that go on dropping what comes in with loopback addresses, as the kernel itself does no longer. IPv6 has no such setting; there a second local
/// route to ::1 on the interface lets answers in (rt6_need_strict in net/ipv6/route.c), unless the bridge translates them before IPv6 has looked
/// at their destination (ipv6_rcv), as it does with bridge-nf-call-ip6tables.
/// </summary>
internal sealed class LoopbackWay(NamespaceSession session, LabTable table, string interfaceName)
{
    /// <summary>Less preferred than the kernel's own; IPv6 has but one local route of an address and a metric.</summary>
    private uint RouteMetric => 2048 + (uint)(session.Links.Find(interfaceName)?.Index ?? 0);

    private const int LocalTable = 255;

    private static readonly IPPrefix Loopback4 = PortMappingDescription.LoopbackOf(NfFamily.IPv4);

    private string RouteLocalnet => $"ipv4/conf/{interfaceName}/route_localnet";

    private string GuardComment => $"guard {interfaceName}";

    /// <summary>Why answers cannot come back; null: they can.</summary>
    internal string? Obstacle => table.Family == NfFamily.IPv6 && IsBridgeFiltered
        ? $"[::1] does not lead there: {interfaceName} passes its packets to ip6tables (net.bridge.bridge-nf-call-ip6tables is 1), which would give answers the destination ::1 before IPv6 sees them, and it drops such."
        : null;

    private bool IsBridgeFiltered => session.Sysctls.Read("bridge/bridge-nf-call-ip6tables") == "1"
        && KernelErrors.Explained(interfaceName, () => session.Links.Find(interfaceName)) is { Kind: "bridge" };

    /// <summary>Plans what is missing.</summary>
    internal void PlanAdd(Plan plan)
    {
        if (table.Family == NfFamily.IPv6)
        {
            PlanAddRoute(plan);
            return;
        }
        var value = session.Sysctls.Read(RouteLocalnet);
        if (value is not "0")
            return;
        string[] records = [RecordText.Had(RouteLocalnet, value)];
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        var rules = new[] { PacketEnd.Source, PacketEnd.Destination }.Select(Guard).ToList();
        plan.Add(
            string.Join(" && ", rules.Select(rule => session.Shell.Run($"nft 'add rule {table.FullName} {LabChains.Guard} {rule.Words} comment \"{rule.Comment}\"'")).Prepend(table.AddChainsCommand(LabChains.Guard))),
            () =>
            {
                var batch = table.AddChains(new NfBatch(), LabChains.Guard);
                foreach (var rule in rules)
                    batch.AddRule(table.Family, table.Name, LabChains.Guard, rule.Expressions, rule.Comment);
                table.Commit(batch);
            },
            () => table.Remove(GuardRules()));
        plan.Add(session.Shell.Sysctl(RouteLocalnet, "1"), () => Write("1"), () => Write("0"));
    }

    /// <summary>Plans to give back what was.</summary>
    internal void PlanGiveBack(Plan plan)
    {
        foreach (var record in table.Rules(LabTable.Records))
        {
            if (RecordText.ParseHad(record.Comment) is { } had && had.Key == RouteLocalnet)
                plan.Add(session.Shell.Sysctl(had.Key, had.Value), () => Write(had.Value), () => Write("1"));
            else if (PortMappingRecord.ParseRoute(record.Comment) == interfaceName)
                plan.Add(session.Shell.Ip($"-6 route delete local ::1 dev {ShellPrefix.Quote(interfaceName)} table local metric {RouteMetric}"), RemoveRoute, AddRoute);
            else
                continue;
            table.PlanRemove(plan, [record]);
        }
        table.PlanRemove(plan, GuardRules());
    }

    private List<NfRule> GuardRules() => table.Rules(LabChains.Guard).Where(rule => rule.Comment == GuardComment).ToList();

    private PortMappingRule Guard(PacketEnd end) => new(
        LabChains.Guard,
        [
            .. Match.InInterface(interfaceName),
            .. end == PacketEnd.Source ? Match.SourceNetwork(Loopback4.Address, Loopback4.Length) : Match.DestinationNetwork(Loopback4.Address, Loopback4.Length),
            new CounterExpression(), VerdictExpression.Drop,
        ],
        $"iifname \"{interfaceName}\" ip {(end == PacketEnd.Source ? "saddr" : "daddr")} {Loopback4} counter drop",
        GuardComment);

    private void PlanAddRoute(Plan plan)
    {
        var record = PortMappingRecord.Route(interfaceName);
        if (table.Rules(LabTable.Records).Any(rule => rule.Comment == record))
            return;
        string[] records = [record];
        plan.Add(table.AddRecordsCommand(records), () => table.AddRecords(records), () => table.RemoveRecords(records));
        plan.Add(session.Shell.Ip($"-6 route add local ::1 dev {ShellPrefix.Quote(interfaceName)} table local metric {RouteMetric}"), AddRoute, RemoveRoute);
    }

    private RouteMessage? Route => session.Links.Find(interfaceName) is not { } link ? null : new RouteMessage
    {
        Destination = new IPPrefix(IPAddress.IPv6Loopback, 128), InterfaceIndex = link.Index, Metric = RouteMetric, Table = LocalTable, Type = RouteType.Local,
    };

    private void AddRoute() => KernelErrors.Explained(interfaceName, () =>
    {
        if (Route is { } route)
            session.Routes.Add(route);
    });

    /// <summary>It may have gone with its interface.</summary>
    private void RemoveRoute() => KernelErrors.Explained(interfaceName, () =>
    {
        try
        {
            if (Route is { } route)
                session.Routes.Remove(route);
        }
        catch (LinuxException failure) when (failure.Errno == Errno.ESRCH)
        {
            // Gone already.
        }
    });

    private void Write(string value)
    {
        try
        {
            KernelErrors.Explained(session.Name, () => session.Sysctls.Write(RouteLocalnet, value));
        }
        catch (NetworkException failure) when (failure.InnerException is LinuxException { Errno: Errno.ENOENT })
        {
            // The interface is gone, and its setting with it.
        }
    }
}
