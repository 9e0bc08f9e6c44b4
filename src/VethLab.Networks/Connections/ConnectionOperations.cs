using VethLab.Linux.Conntrack;
using VethLab.Linux.Interop;
using VethLab.Linux.NfTables;
using VethLab.Networks.Errors;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Plans;

namespace VethLab.Networks.Connections;

/// <summary>Lists and ends what connection tracking knows.</summary>
public static class ConnectionOperations
{
    /// <summary>The flows of a namespace.</summary>
    /// <exception cref="NetworkException">NotPermitted; FeatureMissing: the kernel does not show them.</exception>
    public static IReadOnlyList<NetConnection> List(NamespaceSession session) =>
        [.. Flows(session).Select(flow => Read(flow, session))];

    /// <summary>Plans to forget one; null where it is gone.</summary>
    public static Plan? PlanRemove(NamespaceSession session, NetConnection connection)
    {
        if (Flows(session).FirstOrDefault(flow => flow.Id == connection.Id && ConnectionWords.Name(flow.Original) == connection.Name) is not { } there)
            return null;
        var plan = new Plan();
        plan.AddFinal(session.Shell.Run(Command(there)), () => KernelErrors.Explained(connection.Name, () => session.Conntrack.Delete(there)));
        return plan;
    }

    /// <summary>
    /// Plans to forget the flows through the namespace that a source began, so that their next packets meet the rules anew: NAT looks at a flow's
    /// first packet only. Those of the namespace itself stay. Adds nothing where there are none, or where the kernel does not show flows.
    /// </summary>
    internal static void PlanForget(NamespaceSession session, Plan plan, MasqueradeSource source)
    {
        var sources = FlowsOf(session, source).Select(flow => flow.Original.Source).Distinct().ToList();
        if (sources.Count == 0)
            return;
        // conntrack(8) takes networks, and no ranges.
        var commands = source.Network is { } network ? [$"conntrack -D -s {network}"] : sources.Select(address => $"conntrack -D -s {address}");
        plan.Add(string.Join(" && ", commands.Select(session.Shell.Run)), () =>
        {
            foreach (var flow in FlowsOf(session, source))
                KernelErrors.Explained(session.Name, () => session.Conntrack.Delete(flow));
        });
    }

    /// <summary>Plans to forget flows of a family, as above.</summary>
    internal static void PlanForget(NamespaceSession session, Plan plan, NfFamily family, Predicate<TrackedFlow> isMeant)
    {
        var flows = FlowsOf(session, family, isMeant);
        if (flows.Count == 0)
            return;
        plan.Add(string.Join(" && ", flows.Select(flow => session.Shell.Run(Command(flow)))), () =>
        {
            foreach (var flow in FlowsOf(session, family, isMeant))
                KernelErrors.Explained(session.Name, () => session.Conntrack.Delete(flow));
        });
    }

    private static List<TrackedFlow> FlowsOf(NamespaceSession session, MasqueradeSource source)
    {
        var own = KernelErrors.Explained(session.Name, () => session.Addresses.List()).Select(address => address.Address.Address).ToHashSet();
        return FlowsOf(
            session, source.Family, flow => source.Contains(flow.Original.Source) && !own.Contains(flow.Original.Source) && !own.Contains(flow.Original.Destination));
    }

    private static List<TrackedFlow> FlowsOf(NamespaceSession session, NfFamily family, Predicate<TrackedFlow> isMeant) => KernelErrors.Explained(session.Name, () =>
    {
        try
        {
            return session.Conntrack.List(family).Where(flow => isMeant(flow)).ToList();
        }
        catch (LinuxException failure) when (IsLacking(failure))
        {
            // Without the kernel's part that shows flows they are not to be had; they end by themselves.
            return [];
        }
    });

    /// <summary>Connection tracking knows no such flow, or none any more.</summary>
    public static NetworkException NotFound(string name, NamespaceSession session) => new(
        NetworkError.ConnectionNotFound, $"{session.Description} knows no connection '{name}'.", name, "Get-NetConnection lists those it knows; they end by themselves after a while.");

    private static IReadOnlyList<TrackedFlow> Flows(NamespaceSession session) => KernelErrors.Explained(
        session.Name, () => session.Conntrack.List(), failure => IsLacking(failure) ? KernelFeature.ConnectionList.Missing(session.Name, failure) : null);

    private static bool IsLacking(LinuxException failure) => failure.Errno is Errno.EINVAL or Errno.EOPNOTSUPP or Errno.EPROTONOSUPPORT;

    private static string Command(TrackedFlow flow)
    {
        var (tuple, ports) = (flow.Original, "");
        if (tuple is { SourcePort: { } from, DestinationPort: { } to })
            ports = $" --sport {from} --dport {to}";
        else if (tuple.IcmpId is { } id)
            ports = $" --icmp-id {id}";
        return $"conntrack -D -p {ConnectionWords.Protocol(tuple.Protocol)} -s {tuple.Source} -d {tuple.Destination}{ports}";
    }

    private static NetConnection Read(TrackedFlow flow, NamespaceSession session) => new()
    {
        Name = ConnectionWords.Name(flow.Original),
        Protocol = ConnectionWords.Protocol(flow.Original.Protocol),
        SourceAddress = $"{flow.Original.Source}",
        SourcePort = flow.Original.SourcePort,
        DestinationAddress = $"{flow.Original.Destination}",
        DestinationPort = flow.Original.DestinationPort,
        ReplySourceAddress = $"{flow.Reply.Source}",
        ReplySourcePort = flow.Reply.SourcePort,
        ReplyDestinationAddress = $"{flow.Reply.Destination}",
        ReplyDestinationPort = flow.Reply.DestinationPort,
        Translation = ConnectionWords.Translation(flow),
        State = ConnectionWords.State(flow),
        Status = flow.Status,
        Timeout = flow.Timeout,
        Mark = flow.Mark,
        Packets = flow.Packets,
        Bytes = flow.Bytes,
        ReplyPackets = flow.ReplyPackets,
        ReplyBytes = flow.ReplyBytes,
        Zone = flow.Zone,
        Id = flow.Id,
        Namespace = session.Name,
        NamespaceId = session.Identity,
    };
}
