using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Nat;
using VethLab.Networks.Nat.Ports;
using VethLab.Networks.Plans;
using VethLab.Networks.Records;

namespace VethLab.Networks.Forwarding;

/// <summary>Lets packets pass, and takes that back.</summary>
public static class ForwardingOperations
{
    /// <summary>Plans to turn IPv4 forwarding on in a namespace until PlanDisable; empty where that is in force already.</summary>
    /// <exception cref="NetworkException">NotPermitted, FeatureMissing.</exception>
    public static Plan PlanEnable(NamespaceSession session) => PlanHold(session, new Plan(), RecordText.HoldsForwarding);

    /// <summary>
    /// Plans to let what a bridge bridges and routes pass in spite of a drop policy of iptables-nft; empty where that is in force already.
    /// </summary>
    /// <exception cref="NetworkException">
    /// BridgeNotFound, NotABridge; ForwardingBlocked: another table drops, which no rule of ours can overrule.
    /// </exception>
    public static Plan PlanEnable(NamespaceSession session, string bridge)
    {
        _ = InterfaceReader.NeedBridge(session, bridge);
        var blocking = KernelErrors.Explained(bridge, () => ForwardingReader.Chains(session))
            .FirstOrDefault(chain => chain.Policy == "drop" && !chain.IsIptablesForward);
        if (blocking is not null)
        {
            throw new NetworkException(
                NetworkError.ForwardingBlocked,
                $"The chain {blocking.Family} {blocking.Table} {blocking.Chain} ({blocking.Owner}) has the policy drop: a drop is final, and no accept elsewhere overrules it.",
                bridge,
                $"Accept the bridge in that chain itself (nft add rule {blocking.Family} {blocking.Table} {blocking.Chain} iifname {bridge} accept), or keep the bridge in a namespace of its own.");
        }
        var plan = new Plan();
        new BridgeAcceptRules(session, bridge).PlanAdd(plan);
        return PlanHold(session, plan, RecordText.HoldsForwardingOf(bridge));
    }

    private static Plan PlanHold(NamespaceSession session, Plan plan, string hold)
    {
        var table = new LabTable(session);
        new ForwardingSwitch(session, table).PlanOn(plan);
        if (!table.Rules(LabTable.Records).Any(rule => rule.Comment == hold))
            plan.Add(table.AddRecordsCommand([hold]), () => table.AddRecords([hold]), () => table.RemoveRecords([hold]));
        return plan;
    }

    /// <summary>
    /// Plans to end what Enable-NetForwarding began, giving back what was; where it was not in force, to turn IPv4 forwarding off. Empty where
    /// it is off already.
    /// </summary>
    /// <exception cref="NetworkException">ForwardingInUse: a masquerade needs it.</exception>
    public static Plan PlanDisable(NamespaceSession session)
    {
        var table = new LabTable(session);
        if (table.Rules(LabTable.Records).Any(rule => rule.Comment == RecordText.HoldsForwarding))
            return PlanRelease(session, table, new Plan(), RecordText.HoldsForwarding);

        var plan = new Plan();
        var forwarding = new ForwardingSwitch(session, table);
        if (!forwarding.IsOn)
            return plan;
        if (IsNeeded(session, table, except: null) is { } user)
        {
            throw new NetworkException(
                NetworkError.ForwardingInUse, $"IPv4 forwarding in {session.Description} is needed by {user}.", session.Name,
                "Disable-Masquerade, Remove-NetPortMapping and Disable-NetForwarding -Bridge end what needs it.");
        }
        forwarding.PlanSet(plan, on: false);
        return plan;
    }

    /// <summary>Plans to end what Enable-NetForwarding -Bridge began; empty where nothing of it is in force. The bridge may be gone.</summary>
    /// <exception cref="NetworkException">InvalidName.</exception>
    public static Plan PlanDisable(NamespaceSession session, string bridge)
    {
        InterfaceName.Check(bridge);
        var plan = new Plan();
        new BridgeAcceptRules(session, bridge).PlanRemove(plan);
        return PlanRelease(session, new LabTable(session), plan, RecordText.HoldsForwardingOf(bridge));
    }

    private static Plan PlanRelease(NamespaceSession session, LabTable table, Plan plan, string hold)
    {
        var held = table.Rules(LabTable.Records).Where(rule => rule.Comment == hold).ToList();
        if (held.Count == 0)
            return plan;
        table.PlanRemove(plan, held);
        if (IsNeeded(session, table, hold) is null)
            new ForwardingSwitch(session, table).PlanGiveBack(plan);
        return plan;
    }

    /// <summary>Who needs forwarding besides one hold, in words; null: nobody.</summary>
    private static string? IsNeeded(NamespaceSession session, LabTable table, string? except)
    {
        if (LabTable.AllIn(session).Where(one => one.Family == table.Family).SelectMany(one => MasqueradeOperations.List(session, one)).FirstOrDefault() is { } masquerade)
            return $"the masquerade of {masquerade.Subnet}";
        if (PortMappingOperations.List(session).FirstOrDefault(one => one.Table == table.FullName) is { } mapping)
            return $"the port mapping {mapping.Name}";
        if (table.Others.FirstOrDefault(other => other.NeedsForwarding) is { } needy)
            return $"the lab {Labs.LabMark.LabOfTable(needy.Name)}";
        return table.Rules(LabTable.Records).FirstOrDefault(rule => RecordText.IsHold(rule.Comment) && rule.Comment != except)?.Comment is { } other
            ? $"Enable-NetForwarding{(RecordText.BridgeHeld(other) is { } bridge ? $" -Bridge {bridge}" : string.Empty)}"
            : null;
    }
}
